import { TensoraError } from "../../../lib/errors.ts";
import { LABELS } from "../../../runtimes/docker/labels.ts";
import { labelsOf } from "./host.ts";
import type { Label } from "../../../runtimes/docker/container-inputs.ts";

type Found = Record<string, string> | null | undefined;

/** Whether what a daemon has is this stack's, and not another's of the same name. */
export const isOwn = (found: Found, labels: readonly Label[] | undefined) =>
  found?.[LABELS.owner] === labelsOf(labels)[LABELS.owner];

/** @throws TensoraError when what is there already is not this stack's */
export function refuseForeign(
  what: "container" | "network" | "volume",
  name: string,
  found: Found,
  labels: readonly Label[] | undefined,
): void {
  if (isOwn(found, labels)) return;
  throw new TensoraError(`a ${what} named ${name} already exists and does not belong to this stack`, {
    where: name,
    next: [`inspect it with \`docker ${what} inspect ${name}\`, then remove it or rename the stack`],
  });
}
