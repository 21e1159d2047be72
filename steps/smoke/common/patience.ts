import type { SmokeResult } from "../../common/step.ts";

/** Seconds that a step waits within one run for what the chain's rules make slow; beyond it is pending. */
export const PATIENCE = 90;

/** A step that goes on later. @param due seconds since the epoch */
export function pending(what: string, due: number): SmokeResult {
  const whole = Math.ceil(due);
  return {
    status: "pending",
    detail: `${what} is due at ${new Date(whole * 1000).toISOString()}`,
    due: whole,
  };
}
