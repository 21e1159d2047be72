import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import { hasUnknown } from "../../engine/wire.ts";
import type { Difference, Props, ResourceKind } from "../kind.ts";
import type { PathChange } from "../../lib/changes.ts";
import { rootOf } from "../../lib/paths.ts";
import { changedProperties, inputChanges } from "./compare.ts";
import { refuseReplacement } from "./keep.ts";
import type { Operation } from "./operation.ts";

const { DiffResponse, PropertyDiff } = providerPb;

/** Everything that a comparison sees, in plain values. */
export interface DiffInputs {
  id: string;
  olds: Props;
  outputs: Props;
  news: Props;
}

/**
 * What the kind says of the difference; without asking it where an input is not known yet.
 * @throws TensoraError when it would replace what holds something
 */
export async function differenceOf(
  { kind, ctx }: Pick<Operation, "kind" | "ctx">,
  inputs: DiffInputs,
): Promise<Difference> {
  const { id, olds, outputs, news } = inputs;
  const unknown = hasUnknown(news);
  const difference =
    kind.diff && !unknown ? await kind.diff(id, olds, outputs, news, ctx) : compareInputs(kind, olds, news);
  if (kind.holds !== undefined) refuseReplacement(kind.holds, difference, inputs, ctx.urn);
  return unknown ? { ...difference, reason: "depends on a value that is not known yet" } : difference;
}

/** The difference of the inputs alone. */
export function compareInputs(
  kind: Pick<ResourceKind, "replaceOnChanges">,
  olds: Props,
  news: Props,
): Difference {
  const changed = changedProperties(olds, news);
  return { changed, replaces: changed.filter((name) => kind.replaceOnChanges?.includes(name)) };
}

/** The answer to the engine, with each changed place of the inputs and each thing that was observed. */
export function toResponse(difference: Difference, olds: Props, news: Props): providerPb.DiffResponse {
  const { changed, replaces = [], deleteBeforeReplace = false } = difference;
  const response = new DiffResponse();
  response.setChanges(
    changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
  );
  response.setDiffsList(changed.map(rootOf));
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(changed.length > 0);
  const places = inputChanges(olds, news);
  for (const name of changed) {
    const inside = places.filter((place) => place.path === name || rootOf(place.path) === name);
    const input = inside.length > 0;
    const shown: Place[] = input ? inside : [{ path: name, kind: "update" }];
    for (const place of shown) {
      const detail = new PropertyDiff()
        .setInputdiff(input)
        .setKind(kindOfDiff(place, replaces.includes(name)));
      response.getDetaileddiffMap().set(place.path, detail);
    }
  }
  return response;
}

type Place = Pick<PathChange, "path" | "kind">;

function kindOfDiff(place: Place, replaces: boolean): providerPb.PropertyDiff.Kind {
  const kinds = PropertyDiff.Kind;
  switch (place.kind) {
    case "add":
      return replaces ? kinds.ADD_REPLACE : kinds.ADD;
    case "delete":
      return replaces ? kinds.DELETE_REPLACE : kinds.DELETE;
    case "update":
      return replaces ? kinds.UPDATE_REPLACE : kinds.UPDATE;
  }
}
