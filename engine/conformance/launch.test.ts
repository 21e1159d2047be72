import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchPlugin } from "../plugin/process.ts";
import { launchProgram } from "../program/launch.ts";
import { isSecret } from "../wire.ts";
import { type Outcome, TestStack } from "./harness.ts";
import { makeReal } from "./real-program.ts";

/** The whole way: an unmodified Pulumi program in TypeScript and a plugin executable, each a process of its own. */
describe("20 the real launch path", () => {
  const stack = new TestStack();
  const real = (kind: Parameters<TestStack["run"]>[0], overrides: Record<string, unknown> = {}) =>
    stack.run(kind, undefined, { overrides }, { launchProgram, launchPlugin });

  beforeAll(() => makeReal(stack));
  afterAll(() => stack.remove());

  const messages = (outcome: Outcome) =>
    outcome.events.flatMap((event) => (event.kind === "log" ? [event.message] : []));

  it("previews, applies, changes nothing, and destroys", async () => {
    const previewed = await real("preview");
    expect(previewed).toMatchObject({ ok: true, errors: [] });
    expect(previewed.steps).toEqual([
      "create token",
      "create group",
      "create group-first",
      "create group-last",
    ]);

    const first = await real("up");
    expect(first).toMatchObject({ ok: true, errors: [] });
    expect(first.outputs.last).toBe(3);
    expect(isSecret(first.outputs.secretToken)).toBe(true);
    expect(messages(first)).toContain("hello from the program");
    expect(fs.readFileSync(stack.stateFile, "utf8")).not.toContain("sesame");

    const second = await real("up");
    expect(second).toMatchObject({ ok: true, steps: [] });

    const changed = await real("up", { "settings.size": 4 });
    expect(changed.steps).toEqual(["update token"]);

    const failed = await real("up", { mode: "throws" });
    expect(failed.ok).toBe(false);
    expect(failed.errors[0]?.message).toContain("the program is wrong");
    expect(stack.world.names()).toHaveLength(3);

    const gone = await real("destroy");
    expect(gone).toMatchObject({ ok: true, errors: [] });
    expect(stack.world.names()).toEqual([]);
  });

  it("ends the program when a resource fails, with the provider's message", async () => {
    stack.world.fail("create", "group-first", "no room");
    const failed = await real("up");
    expect(failed.ok).toBe(false);
    expect(failed.errors).toEqual([
      expect.objectContaining({ name: "group-first", type: "test:index:Item", message: "no room" }),
    ]);
    stack.world.heal();
    expect((await real("up")).ok).toBe(true);
    expect((await real("destroy")).ok).toBe(true);
  });
});
