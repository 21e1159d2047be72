import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import { OWNER } from "../../../runtimes/kubernetes/annotations.ts";
import type { ResourceContext, ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { clusterOf, type KubernetesObject } from "./cluster.ts";
import { driftOf } from "./drift.ts";
import { isReadyNow, untilReady } from "./ready.ts";
import { putBack } from "./put-back.ts";
import { refused } from "./refused.ts";

interface Inputs {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

/** Seconds that an object may take to go, its pods' time to stop included. */
const FAREWELL = 180;
/** The cluster says this of a field that cannot change. */
const INVALID = 422;

/** An object of a cluster. @param type such as `kubernetes:apps/v1:Deployment` */
export const objectKind = (type: string): ResourceKind<Inputs, Record<string, unknown>> => {
  const [, version = "", kind = ""] = type.split(":");
  const apiVersion = version.replace(/^core\//, "");

  const objectOf = (inputs: Inputs, ctx: ResourceContext): KubernetesObject => {
    const namespace = inputs.metadata.namespace ?? String(ctx.config.namespace ?? "default");
    const metadata = kind === "Namespace" ? inputs.metadata : { ...inputs.metadata, namespace };
    return { ...inputs, apiVersion, kind, metadata } as KubernetesObject;
  };

  async function apply(inputs: Inputs, ctx: ResourceContext): Promise<Record<string, unknown>> {
    const cluster = await clusterOf(ctx);
    const object = objectOf(inputs, ctx);
    await cluster.apply(object, false).catch((error) => {
      throw refused(object, error);
    });
    await untilReady(cluster, object, ctx);
    return outputsOf(inputs);
  }

  return {
    type,
    ...(Object.hasOwn(HOLDS, kind) ? { holds: HOLDS[kind] as string } : {}),
    replaceOnChanges: ["apiVersion", "kind"],

    async diff(_id, olds, _outputs, news, ctx) {
      const changed = changedProperties({ ...olds }, { ...news });
      const place = (inputs: Inputs) => `${inputs.metadata.namespace ?? ""}/${inputs.metadata.name}`;
      if (place(olds) !== place(news)) return { changed, replaces: ["metadata"] };
      const cluster = await clusterOf(ctx);
      const object = objectOf(news, ctx);
      const live = await cluster.read(object);
      if (!live) return { changed: [...changed, "present"], reason: "does not exist" };
      if (!isOwn(live, olds)) throw foreign(object);
      try {
        // The cluster itself says what would come of it, and which changes cannot be.
        const planned = await cluster.apply(object, true);
        if (changed.length > 0) return { changed, reason: consequence(kind, changed, object) };
        const drift = driftOf(live, planned);
        return drift === undefined ? { changed: [] } : { changed: ["drift"], reason: drift };
      } catch (error) {
        if ((error as { code?: number }).code !== INVALID || changed.length === 0)
          throw refused(object, error);
        return {
          changed,
          replaces: changed,
          deleteBeforeReplace: true,
          reason: "cannot be changed in place",
        };
      }
    },

    // What is there with this stack's mark is what an interrupted creation has left.
    async create(inputs, ctx) {
      const object = objectOf(inputs, ctx);
      const live = await (await clusterOf(ctx)).read(object);
      if (live && !isOwn(live, inputs)) throw foreign(object);
      return { id: idOf(inputs, ctx), outputs: await apply(inputs, ctx) };
    },

    unfinished: (inputs) => ({ id: inputs.metadata.name, outputs: outputsOf(inputs) }),

    async read(_id, inputs, outputs, ctx) {
      return (await (await clusterOf(ctx)).read(objectOf(inputs, ctx))) ? outputs : undefined;
    },

    async update(_id, olds, _outputs, news, ctx) {
      const isRollout =
        WORKLOADS.includes(kind) && changedProperties({ ...olds }, { ...news }).includes("spec");
      const cluster = await clusterOf(ctx);
      const worth = isRollout && (await isReadyNow(cluster, objectOf(olds, ctx)));
      try {
        return await apply(news, ctx);
      } catch (error) {
        if (!worth || ctx.signal.aborted) throw error;
        throw await putBack(cluster, objectOf(olds, ctx), error, ctx);
      }
    },

    async delete(_id, inputs, _outputs, ctx) {
      const cluster = await clusterOf(ctx);
      const object = objectOf(inputs, ctx);
      const live = await cluster.read(object);
      if (live && (!isOwn(live, inputs) || (kind === "Namespace" && ownerOf(inputs) === undefined)))
        return ctx.log("was not created by this stack, so it is kept");
      await cluster.remove(object);
      const gone = async () => (await cluster.read(object)) === undefined;
      await until(`${kind} ${inputs.metadata.name} to be deleted`, gone, { deadline: FAREWELL, every: 200 });
    },
  };
};

/** Kinds whose replacement would lose what is in them. */
const HOLDS: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: "a chain",
  Namespace: "the stack's chains",
};

const ownerOf = ({ metadata }: Pick<KubernetesObject, "metadata">) => metadata?.annotations?.[OWNER];

/** Whether an object of the cluster is the one that the inputs describe, and not somebody else's of the same name. */
const isOwn = (live: KubernetesObject, inputs: Inputs) =>
  ownerOf(live) === ownerOf(inputs as KubernetesObject);

function foreign({ kind, metadata }: KubernetesObject): TensoraError {
  const name = `${kind} ${metadata?.name}`;
  const place = metadata?.namespace === undefined ? "" : ` in the namespace ${metadata.namespace}`;
  return new TensoraError(`${name}${place} already exists and does not belong to this stack`, {
    where: name,
    next: ["set runtime.namespace to another namespace, or delete the object if it is not needed"],
  });
}

const idOf = ({ metadata }: Inputs, { config }: ResourceContext) =>
  `${metadata.namespace ?? String(config.namespace ?? "default")}/${metadata.name}`;

/** What the state keeps: the cluster has the rest. */
const outputsOf = ({ metadata }: Inputs) => ({ metadata: { name: metadata.name } });

const WORKLOADS = ["Deployment", "StatefulSet"];

const consequence = (kind: string, changed: string[], { metadata }: KubernetesObject) =>
  WORKLOADS.includes(kind) && changed.includes("spec")
    ? `restarts ${metadata?.name}: its pod changed`
    : `${changed.join(", ")} changed`;
