import { messageOf, TensoraError } from "../../../lib/errors.ts";
import type { KubernetesObject } from "./cluster.ts";

/** What the cluster, or a web hook of it, has against an object. */
export function refused({ kind, metadata }: KubernetesObject, error: unknown): TensoraError {
  const { body } = error as { body?: unknown };
  const said = saidBy(body) ?? messageOf(error);
  const hook = /(?:admission|failed calling) webhook "([^"]+)"/.exec(said)?.[1];
  return new TensoraError(`the cluster refuses ${kind} ${metadata?.name}: ${said}`, {
    where: `${kind} ${metadata?.name}`,
    next: hook
      ? [`ask the operator of the admission webhook ${hook} for its rules, or use another namespace`]
      : ["check whether the user of runtime.context has this permission: `kubectl auth can-i --list`"],
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
