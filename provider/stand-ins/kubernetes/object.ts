import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import type { ResourceContext, ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { clusterOf, type KubernetesObject } from "./cluster.ts";
import { driftOf } from "./drift.ts";
import { isReadyNow, untilReady } from "./ready.ts";
import { putBack } from "./put-back.ts";

interface Inputs {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; namespace?: string };
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
    replaceOnChanges: ["apiVersion", "kind"],

    async diff(_id, olds, _outputs, news, ctx) {
      const changed = changedProperties({ ...olds }, { ...news });
      const place = (inputs: Inputs) => `${inputs.metadata.namespace ?? ""}/${inputs.metadata.name}`;
      if (place(olds) !== place(news)) return { changed, replaces: ["metadata"] };
      const cluster = await clusterOf(ctx);
      const object = objectOf(news, ctx);
      const live = await cluster.read(object);
      if (!live) return { changed: [...changed, "present"], reason: "is not there" };
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

    async create(inputs, ctx) {
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
      await cluster.remove(object);
      const gone = async () => (await cluster.read(object)) === undefined;
      await until(`${kind} ${inputs.metadata.name} to go`, gone, { deadline: FAREWELL, every: 200 });
    },
  };
};

const idOf = ({ metadata }: Inputs, { config }: ResourceContext) =>
  `${metadata.namespace ?? String(config.namespace ?? "default")}/${metadata.name}`;

/** What the state keeps: the cluster has the rest. */
const outputsOf = ({ metadata }: Inputs) => ({ metadata: { name: metadata.name } });

const WORKLOADS = ["Deployment", "StatefulSet"];

const consequence = (kind: string, changed: string[], { metadata }: KubernetesObject) =>
  WORKLOADS.includes(kind) && changed.includes("spec")
    ? `restarts ${metadata?.name}: its pod changed`
    : `${changed.join(", ")} changed`;

/** What the cluster, or a web hook of it, has against an object. */
function refused({ kind, metadata }: KubernetesObject, error: unknown): TensoraError {
  const { body } = error as { body?: unknown };
  const said = saidBy(body) ?? messageOf(error);
  const hook = /(?:admission|failed calling) webhook "([^"]+)"/.exec(said)?.[1];
  return new TensoraError(`the cluster refuses ${kind} ${metadata?.name}: ${said}`, {
    where: `${kind} ${metadata?.name}`,
    next: hook
      ? [`ask who runs the admission web hook ${hook} what it wants, or use another namespace`]
      : ["see whether the user of runtime.context may do this: `kubectl auth can-i --list`"],
  });
}

function saidBy(body: unknown): string | undefined {
  try {
    const status = (typeof body === "string" ? JSON.parse(body) : body) as { message?: string } | undefined;
    return status?.message;
  } catch {
    return undefined;
  }
}
