import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DeadlineError } from "../lib/errors.ts";
import { until } from "../lib/wait.ts";
import { withinDeadline } from "./deadline.ts";
import { Journal } from "./common/journal.ts";
import type { Step, StepContext } from "./common/step.ts";

const step = (run: Step["run"], deadline = 0.05): Step => ({
  name: "smoke/test",
  kind: "gate",
  deadline,
  run,
});
const context = (signal = new AbortController().signal): StepContext => ({
  log: () => undefined,
  signal,
  journal: new Journal("/nowhere/journal.json"),
  kill: async () => {},
  stop: async () => {},
  start: async () => {},
});
const never: Step["run"] = async (_, { log, signal }) => {
  log("waits for a block");
  return until("a block", async () => false, { deadline: 60, every: 10, signal });
};
const failureOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error) => error,
  );

describe("a step's deadline", () => {
  it("lets a step that ends in time answer or fail", async () => {
    expect(
      await withinDeadline(
        step(async (inputs) => inputs),
        7,
        context(),
      ),
    ).toBe(7);
    const broken = step(() => Promise.reject(new Error("broken")));
    expect(await failureOf(withinDeadline(broken, 7, context()))).toMatchObject({ message: "broken" });
  });

  it("ends a step, saying how far it came", async () => {
    const error = await failureOf(withinDeadline(step(never), 7, context()));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toBe("smoke/test did not end within 0.05 s; its last progress: waits for a block");
    expect(error.cause).toBeUndefined();
  });

  it("keeps what a step said when it was told to end", async () => {
    const told: Step["run"] = async (_, { signal }) => {
      await sleep(60_000, undefined, { signal }).catch(() => undefined);
      throw new Error("the portal is still paused");
    };
    const error = await failureOf(withinDeadline(step(told), 7, context()));
    expect(error.explain()).toContain("because: the portal is still paused");
  });

  it("ends a step that the user has cancelled, or does not begin it", async () => {
    const controller = new AbortController();
    const run = withinDeadline(step(never, 60), 7, context(controller.signal));
    controller.abort();
    expect(await failureOf(run)).toMatchObject({ message: "smoke/test was cancelled" });
    let begun = false;
    const begins = step(async () => {
      begun = true;
    });
    await failureOf(withinDeadline(begins, 7, context(controller.signal)));
    expect(begun).toBe(false);
  });
});
