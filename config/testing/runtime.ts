import type { DevnetSpec, RuntimeKind, RuntimeSpec } from "../../spec/devnet.ts";

/** Where a stack runs that is known to be of this kind. @throws TypeError when it is of another one */
export function runtimeOn<K extends RuntimeKind>(
  { runtime }: DevnetSpec,
  kind: K,
): Extract<RuntimeSpec, { kind: K }> {
  if (runtime.kind !== kind) throw new TypeError(`the stack runs on ${runtime.kind}, not on ${kind}`);
  return runtime as Extract<RuntimeSpec, { kind: K }>;
}
