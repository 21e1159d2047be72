import type { NamespaceInputs, NamespaceOutputs } from "../../resources/cluster.ts";
import { until } from "../../lib/wait.ts";
import { OWNER } from "../../runtimes/kubernetes/annotations.ts";
import type { ResourceContext, ResourceKind } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";
import { type Cluster, clusterOf, type KubernetesObject } from "../builtin/kubernetes/cluster.ts";
import { refused } from "../builtin/kubernetes/refused.ts";

/** Seconds that a namespace may take to go, with everything in it. */
const FAREWELL = 180;
const LABELS = {
  "app.kubernetes.io/part-of": "tensora",
  "pod-security.kubernetes.io/enforce": "restricted",
};

/** A stack's namespace. One that others have made is used, but neither changed nor deleted. */
export const namespaceKind: ResourceKind<NamespaceInputs, NamespaceOutputs> = {
  type: "tensora:index:Namespace",
  holds: "the stack's chains",
  replaceOnChanges: ["context", "namespace"],

  async diff(_id, olds, outputs, news) {
    const changed = changedProperties({ ...olds }, { ...news });
    const replaces = changed.filter((name) => name === "context" || name === "namespace");
    if (replaces.length > 0) return { changed: replaces, replaces };
    const live = await (await clusterFor(news)).read(objectOf(news));
    if (!live) return { changed: [...changed, "made"], reason: "does not exist" };
    const isWell =
      !outputs.made ||
      Object.entries(LABELS).every(([name, value]) => live.metadata?.labels?.[name] === value);
    return isWell
      ? { changed }
      : { changed: [...changed, "labels"], reason: "was changed outside this stack" };
  },

  create: async (inputs, ctx) => ({ id: inputs.namespace, outputs: await ensure(inputs, ctx) }),

  async read(_id, inputs, outputs) {
    return (await (await clusterFor(inputs)).read(objectOf(inputs))) ? outputs : undefined;
  },

  update: async (_id, _olds, _outputs, news, ctx) => ensure(news, ctx),

  async delete(_id, inputs, outputs, ctx) {
    const cluster = await clusterFor(inputs);
    const object = objectOf(inputs);
    if (!outputs.made || !isOwn(await cluster.read(object), inputs))
      return ctx.log("was not created by this stack, so it is kept");
    await cluster.remove(object);
    const gone = async () => (await cluster.read(object)) === undefined;
    await until(`the namespace ${inputs.namespace} to be deleted`, gone, { deadline: FAREWELL, every: 200 });
  },
};

const isOwn = (live: KubernetesObject | undefined, { owner }: NamespaceInputs) =>
  live?.metadata?.annotations?.[OWNER] === owner;

async function ensure(inputs: NamespaceInputs, ctx: ResourceContext): Promise<NamespaceOutputs> {
  const cluster = await clusterFor(inputs);
  const object = objectOf(inputs);
  const live = await cluster.read(object);
  if (live && !isOwn(live, inputs)) {
    ctx.log("already exists and is used unchanged");
    return { made: false };
  }
  await cluster.apply(object, false).catch((error) => {
    throw refused(object, error);
  });
  return { made: true };
}

const objectOf = ({ namespace, owner }: NamespaceInputs): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: namespace, labels: LABELS, annotations: { [OWNER]: owner } },
});

const clusterFor = ({ kubeconfig, context, namespace }: NamespaceInputs): Promise<Cluster> =>
  clusterOf({ config: { kubeconfig, context, namespace } });
