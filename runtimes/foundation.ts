import { Foundation } from "../resources/foundation.ts";
import type { DevnetSpec } from "../spec/devnet.ts";

/** Resolves when the engine has taken what the stack is founded on: nothing else of the stack is looked at before. */
export async function founded(spec: DevnetSpec): Promise<Foundation> {
  const { runtime } = spec;
  const kubeconfig = runtime.kind === "kubernetes" ? runtime.kubeconfig : undefined;
  const foundation = new Foundation("foundation", {
    dir: spec.dir,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    values: foundationValues(spec),
  });
  await new Promise<void>((resolve) => {
    // Known even in a preview.
    foundation.urn.apply(() => resolve());
  });
  return foundation;
}

/** Where the stack's chains lie, and what it has for good, as its file says it. */
export function foundationValues({ l1, runtime, protocol }: DevnetSpec): Record<string, string> {
  const shared = {
    "l1.kind": l1.kind,
    "runtime.kind": runtime.kind,
    "protocol.enabled": String(protocol.enabled),
  };
  switch (runtime.kind) {
    case "process":
      return shared;
    case "docker":
      return { ...shared, "runtime.dockerHost": runtime.dockerHost };
    case "kubernetes": {
      const { context, namespace, storageClass, storageSize } = runtime;
      return {
        ...shared,
        "runtime.context": context,
        "runtime.namespace": namespace,
        ...(storageClass === undefined ? {} : { "runtime.storageClass": storageClass }),
        "runtime.storageSize": storageSize,
      };
    }
  }
}
