import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import { podsOf } from "../../runtimes/kubernetes/client.ts";

/** Milliseconds for which a pod is taken to be where it was. */
const FRESH = 1000;

/** Knows which pod a service has now. */
export class PodFinder {
  readonly #core: CoreV1Api;
  readonly #known = new Map<string, { pod: Promise<string | undefined>; at: number }>();

  constructor(
    config: KubeConfig,
    readonly namespace: string,
  ) {
    this.#core = config.makeApiClient(CoreV1Api);
  }

  /** The name of a service's pod, a ready one where there is one; undefined when none runs. */
  find(service: string): Promise<string | undefined> {
    const known = this.#known.get(service);
    if (known && performance.now() - known.at < FRESH) return known.pod;
    const pod = this.#ask(service);
    this.#known.set(service, { pod, at: performance.now() });
    pod.catch(() => this.#known.delete(service));
    return pod;
  }

  /** The pod has moved: the next one who asks looks again. */
  forget(service: string): void {
    this.#known.delete(service);
  }

  async #ask(service: string): Promise<string | undefined> {
    const pods = await podsOf(this.#core, this.namespace, service);
    return pods.find(({ status }) => status?.phase === "Running")?.metadata?.name;
  }
}
