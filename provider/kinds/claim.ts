import type { ClaimInputs, ClusterInputs } from "../../resources/cluster.ts";
import type { Props, ResourceContext, ResourceKind } from "../kind.ts";
import { objectKind } from "../builtin/kubernetes/object.ts";

const object = objectKind("kubernetes:core/v1:PersistentVolumeClaim");

/**
 * The claim of a chain's volume. It is this provider's own kind, because the published plugin replaces a claim that is to
 * grow, and a replaced claim is a lost chain.
 */
export const claimKind: ResourceKind<ClaimInputs, Props> = {
  type: "tensora:index:Claim",
  ...(object.holds === undefined ? {} : { holds: object.holds }),
  replaceOnChanges: ["context", "namespace"],

  async diff(id, olds, outputs, news, ctx) {
    const moved = (["context", "namespace"] as const).filter((name) => olds[name] !== news[name]);
    if (moved.length > 0) return { changed: moved, replaces: moved };
    const difference = await object.diff?.(id, partOf(olds), outputs, partOf(news), inCluster(news, ctx));
    return difference ?? { changed: [] };
  },
  create: (inputs, ctx) => object.create(partOf(inputs), inCluster(inputs, ctx)),
  read: (id, inputs, outputs, ctx) => object.read(id, partOf(inputs), outputs, inCluster(inputs, ctx)),
  update: (id, olds, outputs, news, ctx) =>
    object.update(id, partOf(olds), outputs, partOf(news), inCluster(news, ctx)),
  delete: (id, inputs, outputs, ctx) => object.delete(id, partOf(inputs), outputs, inCluster(inputs, ctx)),
};

const partOf = ({ metadata, spec }: ClaimInputs) => ({ metadata, spec });

const inCluster = (
  { kubeconfig, context, namespace }: ClusterInputs,
  ctx: ResourceContext,
): ResourceContext => ({
  ...ctx,
  config: { kubeconfig, context, namespace },
});
