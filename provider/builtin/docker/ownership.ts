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
  throw new TensoraError(`there is a ${what} ${name} already, which this stack did not make`, {
    where: name,
    next: [
      `look at it with \`docker ${what} inspect ${name}\`, and remove it or give the stack another name`,
    ],
  });
}
