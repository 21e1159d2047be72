import { namingStack } from "../../lib/advice.ts";
import { messageOf } from "../../lib/errors.ts";
import { masker, secretStrings } from "../../provider/server/mask.ts";
import { runStep } from "../../steps/run.ts";
import type { SmokeResult } from "../../steps/common/step.ts";
import type { ShownStep } from "../ui/smoke-steps.ts";
import type { Planned } from "./plan.ts";

/** Runs one step; its failure is its result. */
export async function runPlanned(
  { name, kind, inputs }: Planned,
  { stack, dir, signal }: { stack: string; dir: string; signal: AbortSignal },
): Promise<ShownStep> {
  const mask = masker(secretStrings(inputs.keys, true));
  const began = performance.now();
  try {
    // Whoever names a drill has asked for it.
    const run = await runStep(name, inputs, {
      dir,
      log: () => {},
      signal,
      mask,
      allowDrill: kind === "drill",
    });
    const { status, detail } = run.result as unknown as SmokeResult;
    return { name, kind: status === "pending" ? "pending" : kind, status, ms: run.ms, detail: mask(detail) };
  } catch (error) {
    return {
      name,
      kind,
      status: "failed",
      ms: Math.round(performance.now() - began),
      detail: mask(namingStack(messageOf(error), stack)),
    };
  }
}
