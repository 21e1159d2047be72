import { describe, expect, it } from "vitest";
import { type Goal, type ResourceState, simpleGoal } from "../model/resource.ts";
import type { ProviderDiff } from "../plugin/provider.ts";
import { plan } from "./plan.ts";

const old: ResourceState = { urn: "u", type: "t", custom: true, id: "i", inputs: { a: 1 }, outputs: {} };
const goal = (more: Partial<Goal> = {}): Goal => ({ ...simpleGoal("t", "n", {}), ...more });
const diff = (more: Partial<ProviderDiff> = {}): ProviderDiff => ({
  changes: "none",
  changed: [],
  replaces: [],
  deleteBeforeReplace: false,
  ...more,
});

describe("plan", () => {
  it("believes the provider, and compares the inputs where it does not say", () => {
    const question = { old, goal: goal(), inputs: { a: 2 } };
    expect(plan({ ...question, diff: diff() }).op).toBe("same");
    expect(plan({ ...question, diff: diff({ changes: "some" }) }).op).toBe("update");
    expect(plan({ ...question, diff: diff({ changes: "unknown" }) }).op).toBe("update");
    expect(plan({ ...question, inputs: { a: 1 }, diff: diff({ changes: "unknown" }) }).op).toBe("same");
  });

  it("replaces where the provider or the program wants it, in the order that the program decides", () => {
    const question = { old, inputs: { a: 2 } };
    const wanted = diff({ changes: "some", replaces: ["a"], deleteBeforeReplace: true });
    expect(plan({ ...question, goal: goal(), diff: wanted })).toMatchObject({
      op: "replace",
      deleteFirst: true,
    });
    const order = goal({ deleteBeforeReplace: false });
    expect(plan({ ...question, goal: order, diff: wanted })).toMatchObject({
      op: "replace",
      deleteFirst: false,
    });
    const chosen = goal({ replaceOnChanges: ["*"] });
    expect(plan({ ...question, goal: chosen, diff: diff({ changes: "some" }) }).op).toBe("replace");
    expect(plan({ ...question, goal: chosen, diff: diff() }).op).toBe("same");
  });

  it("takes up what was left unfinished, with the reason", () => {
    const question = { goal: goal(), inputs: { a: 1 }, diff: diff() };
    expect(plan({ ...question, old, forcedUpdate: "was interrupted" })).toMatchObject({
      op: "update",
      reason: "was interrupted",
    });
    const unwell = { ...old, initErrors: ["no answer"] };
    expect(plan({ ...question, old: unwell })).toMatchObject({
      op: "update",
      reason: "it was not healthy: no answer",
    });
    expect(plan({ ...question, old: { ...old, taint: true } }).op).toBe("replace");
  });
});
