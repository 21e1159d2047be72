import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PropertyDifference } from "../model/difference.ts";
import { secret } from "../wire.ts";
import { mostAtOnce, type Outcome, TestStack } from "./harness.ts";
import { type Declaration, ref, type TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const program = (...resources: Declaration[]): TestProgram => ({ resources });

/** Previews, then applies: both must name the same steps (in any order where they run in parallel). */
async function apply(wanted: TestProgram): Promise<Outcome> {
  stack.world.takeJournal();
  const previewed = await stack.preview(wanted);
  expect(previewed.errors).toEqual([]);
  expect(stack.world.takeJournal()).toEqual([]);
  const applied = await stack.up(wanted);
  expect(applied.errors).toEqual([]);
  expect([...previewed.steps].sort()).toEqual([...applied.steps].sort());
  return applied;
}

function differencesOf(outcome: Outcome, name: string): PropertyDifference[] {
  const step = outcome.events.find((event) => event.kind === "step" && event.name === name);
  return step?.kind === "step" ? step.differences : [];
}

const CHAIN: TestProgram = {
  resources: [
    { name: "a", inputs: { value: 1 } },
    { name: "b", inputs: { from: ref("a", "serial") } },
    { name: "c", inputs: { from: ref("b", "serial") } },
  ],
  outputs: { last: ref("c", "serial") },
};

describe("create, update and delete", () => {
  it("01 creates in dependency order, changes nothing, deletes in reverse", async () => {
    const first = await apply(CHAIN);
    expect(first.steps).toEqual(["create a", "create b", "create c"]);
    expect(first.outputs).toEqual({ last: 3 });
    const creations = ["create a", "create a done", "create b", "create b done", "create c", "create c done"];
    expect(stack.world.takeJournal()).toEqual(creations);

    const second = await stack.up(CHAIN);
    expect(second).toMatchObject({ ok: true, steps: [], outputs: { last: 3 }, counts: { same: 5 } });

    const gone = await stack.destroy();
    expect(gone).toMatchObject({ ok: true, steps: ["delete c", "delete b", "delete a"] });
    expect(stack.world.names()).toEqual([]);
    expect(await stack.recorded()).toEqual([]);
  });

  it("02 runs what is independent at the same time", async () => {
    const independent = program({ name: "a" }, { name: "b" }, { name: "c" });
    const names = ["a", "b", "c"];
    for (const name of names) stack.world.hold("create", name);
    const running = stack.up(independent);
    await Promise.all(names.map((name) => stack.world.begun("create", name)));
    stack.world.heal();
    expect(mostAtOnce(await running)).toBe(3);
    const limited = new TestStack();
    expect(mostAtOnce(await limited.up(independent, { parallel: 1 }))).toBe(1);
    limited.remove();
  });

  it("03 updates, and passes a change on to what depends on it", async () => {
    await apply(CHAIN);
    const [a, ...rest] = CHAIN.resources;
    const changed = { ...CHAIN, resources: [{ ...(a as Declaration), inputs: { value: 2 } }, ...rest] };
    const previewed = await stack.preview(changed);
    expect(differencesOf(previewed, "a")).toEqual([{ path: "value", kind: "update", old: 1, new: 2 }]);
    expect(differencesOf(previewed, "b")).toEqual([
      { path: "from", kind: "update", old: 1, new: "[unknown]" },
    ]);
    expect((await apply(changed)).steps).toEqual(["update a", "update b", "update c"]);
  });

  it("04 deletes what the program no longer names, after what depends on it", async () => {
    await apply(
      program({ name: "keep" }, { name: "a" }, { name: "b", inputs: { from: ref("a", "serial") } }),
    );
    const outcome = await apply(program({ name: "keep" }));
    expect(outcome.steps).toEqual(["delete b", "delete a"]);
    expect(stack.world.names()).toEqual(["keep-0"]);
  });

  it("05 keeps to dependsOn, at creation and at deletion", async () => {
    const wanted = program({ name: "a" }, { name: "b", dependsOn: ["a"] }, { name: "free" });
    const created = (await apply(wanted)).steps;
    expect(created.toSorted()).toEqual(["create a", "create b", "create free"]);
    expect(created.indexOf("create a")).toBeLessThan(created.indexOf("create b"));
    const steps = (await stack.destroy()).steps;
    expect(steps.indexOf("delete b")).toBeLessThan(steps.indexOf("delete a"));
  });

  it("06 puts children into components, and deletes them first", async () => {
    const wanted = program(
      { name: "group", type: "test:index:Group", component: true },
      { name: "child", parent: "group" },
    );
    const outcome = await apply(wanted);
    expect(outcome.steps).toEqual(["create group", "create child"]);
    const [, child] = await stack.recorded();
    expect(child?.urn).toBe("urn:pulumi:dev::conformance::test:index:Group$test:index:Item::child");
    expect((await stack.destroy()).steps).toEqual(["delete child", "delete group"]);
  });

  it("07 revives what the provider finds dead", async () => {
    await apply(program({ name: "a" }));
    stack.world.change(({ items }) => Object.assign(items["a-0"] ?? {}, { alive: false }));
    const outcome = await stack.up(program({ name: "a" }));
    expect(outcome.steps).toEqual(["update a"]);
    expect(differencesOf(outcome, "a")).toEqual([{ path: "alive", kind: "update" }]);
  });
});

describe("replace", () => {
  it("08 creates the new one first, then moves dependents, then deletes the old one", async () => {
    const wanted = (key: string) =>
      program({ name: "a", inputs: { key } }, { name: "b", inputs: { from: ref("a", "serial") } });
    await apply(wanted("one"));
    const outcome = await apply(wanted("two"));
    expect(outcome.steps).toEqual(["create-replacement a", "update b", "delete-replaced a"]);
    expect(differencesOf(outcome, "a")).toEqual([
      { path: "key", kind: "update", old: "one", new: "two", replaces: true },
    ]);
    expect(stack.world.names()).toEqual(["a-two", "b-0"]);
  });

  const slots = (slot: string) =>
    program(
      { name: "a", inputs: { slot } },
      { name: "b", inputs: { slot: ref("a", "serial") } },
      { name: "c", inputs: { value: ref("b", "serial") } },
      { name: "d", dependsOn: ["b"] },
    );

  it("09 deletes the old one first, and before it what must be replaced with it", async () => {
    await apply(slots("x"));
    const outcome = await apply(slots("y"));
    expect(outcome.steps).toEqual([
      "delete-replaced b",
      "delete-replaced a",
      "create-replacement a",
      "create-replacement b",
      "update c",
    ]);
    expect((await stack.up(slots("y"))).steps).toEqual([]);
  });

  it("10 follows deleteBeforeReplace of the program", async () => {
    const wanted = (key: string) => program({ name: "a", inputs: { key }, deleteBeforeReplace: true });
    await apply(wanted("one"));
    expect((await apply(wanted("two"))).steps).toEqual(["delete-replaced a", "create-replacement a"]);
  });

  it("11 replaces on changes that the program names", async () => {
    const wanted = (value: number) =>
      program({
        name: "a",
        inputs: { nested: { value } },
        replaceOnChanges: ["nested.value"],
        deleteBeforeReplace: true,
      });
    await apply(wanted(1));
    expect((await apply(wanted(2))).steps).toEqual(["delete-replaced a", "create-replacement a"]);
  });

  it("12 removes the record of a replaced resource that the program dropped after a failure", async () => {
    await apply(slots("x"));
    stack.world.fail("create", "a");
    expect((await stack.up(slots("y"))).steps).toEqual([
      "delete-replaced b",
      "delete-replaced a",
      "failed create-replacement a",
    ]);
    stack.world.heal();
    const outcome = await stack.up(program({ name: "c", inputs: { value: 1 } }));
    expect(outcome.errors).toEqual([]);
    expect(outcome.steps).toEqual(
      expect.arrayContaining(["remove-pending a", "remove-pending b", "delete d"]),
    );
    expect(stack.world.names()).toEqual(["c-0"]);
  });
});

describe("options", () => {
  it("13 refuses to delete or replace what is protected, and does nothing", async () => {
    const wanted = (key: string) => program({ name: "a", inputs: { key }, protect: true }, { name: "b" });
    await apply(wanted("one"));
    stack.world.takeJournal();
    for (const outcome of [await stack.destroy(), await stack.up(program()), await stack.up(wanted("two"))]) {
      expect(outcome.ok).toBe(false);
      expect(outcome.errors[0]?.message).toContain("protected");
    }
    expect(stack.world.takeJournal()).toEqual([]);
    const unprotected = program({ name: "a", inputs: { key: "one" }, protect: false }, { name: "b" });
    expect((await stack.up(unprotected)).ok).toBe(true);
    expect((await stack.destroy()).ok).toBe(true);
  });

  it("14 leaves out ignored changes", async () => {
    const wanted = (value: number, list: number[]) =>
      program({ name: "a", inputs: { nested: { value }, list }, ignoreChanges: ["nested.value", "list[0]"] });
    await apply(wanted(1, [1, 1]));
    expect((await apply(wanted(2, [2, 1]))).steps).toEqual([]);
    expect((await apply(wanted(2, [2, 2]))).steps).toEqual(["update a"]);
    expect((await stack.recorded())[0]?.inputs).toEqual({ nested: { value: 1 }, list: [1, 2] });
  });

  it("15 finds a renamed resource by its alias, and children by their parent's", async () => {
    await apply(
      program(
        { name: "old", type: "test:index:Group", component: true },
        { name: "child", parent: "old" },
        { name: "x" },
      ),
    );
    const renamed = program(
      {
        name: "new",
        type: "test:index:Other",
        component: true,
        aliases: [{ name: "old", type: "test:index:Group" }],
      },
      { name: "child", parent: "new" },
      { name: "y", aliases: [{ name: "x" }], dependsOn: ["child"] },
    );
    expect((await apply(renamed)).steps).toEqual([]);
    expect((await stack.up(renamed)).steps).toEqual([]);
    expect((await stack.recorded()).map(({ urn }) => urn.split("::").at(-1)).sort()).toEqual([
      "child",
      "new",
      "y",
    ]);
  });

  it("16 keeps in the world what is retained on deletion", async () => {
    await apply(program({ name: "a", retainOnDelete: true }));
    expect((await stack.destroy()).steps).toEqual(["delete a"]);
    expect(stack.world.names()).toEqual(["a-0"]);
  });

  it("17 does not delete what goes with something else", async () => {
    await apply(program({ name: "host" }, { name: "guest", deletedWith: "host" }));
    stack.world.takeJournal();
    await stack.destroy();
    expect(stack.world.takeJournal()).toEqual(["delete host", "delete host done"]);
  });

  it("18 replaces the resources of a provider that is replaced", async () => {
    const inputs = (region: string) => ({ world: stack.world.file, region });
    const wanted = (region: string) =>
      program(
        { name: "p", type: "pulumi:providers:test", inputs: inputs(region) },
        { name: "a", provider: "p", deleteBeforeReplace: true },
      );
    await apply(wanted("north"));
    const outcome = await apply(wanted("south"));
    expect(outcome.steps).toEqual(["delete-replaced a", "create-replacement a"]);
    expect((await stack.destroy()).ok).toBe(true);
    expect(stack.world.names()).toEqual([]);
  });
});

describe("secrets", () => {
  const wanted = (token: string): TestProgram => ({
    resources: [
      { name: "a", inputs: { token: secret(token), value: 1 }, additionalSecretOutputs: ["serial"] },
    ],
    outputs: { token: secret(token), serial: ref("a", "serial") },
  });

  it("19 are sealed in the state, masked in events, and open again", async () => {
    await apply(wanted("open sesame"));
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(stack.stateFile, "utf8")).not.toContain("open sesame");
    expect((await stack.recorded())[0]?.inputs.token).toEqual(secret("open sesame"));
    expect((await stack.recorded())[0]?.outputs.serial).toEqual(secret(1));
    expect((await stack.up(wanted("open sesame"))).steps).toEqual([]);
    const changed = await stack.up(wanted("new sesame"));
    expect(differencesOf(changed, "a")).toEqual([
      { path: "token", kind: "update", old: "[secret]", new: "[secret]" },
    ]);
    expect(JSON.stringify(changed.events.filter(({ kind }) => kind === "step"))).not.toContain("sesame");
  });

  it("20 refuse a wrong passphrase, and leave the stack as it was", async () => {
    await apply(wanted("open sesame"));
    stack.world.takeJournal();
    const outcome = await stack.up(wanted("other"), { passphrase: () => "wrong" });
    expect(outcome.ok).toBe(false);
    expect(outcome.errors[0]?.message).toContain("passphrase is wrong");
    expect(stack.world.takeJournal()).toEqual([]);
    expect((await stack.up(wanted("open sesame"))).steps).toEqual([]);
  });
});

describe("refresh", () => {
  it("21 records drift and what is gone, and up repairs it", async () => {
    await apply(CHAIN);
    stack.world.change(({ items }) => {
      Object.assign(items["a-0"]?.inputs ?? {}, { value: 7 });
      delete items["c-0"];
    });
    const outcome = await stack.run("refresh");
    expect(outcome.steps.sort()).toEqual(["refresh a", "refresh c"]);
    expect(differencesOf(outcome, "a")).toEqual([{ path: "value", kind: "update", old: 1, new: 7 }]);
    expect((await stack.recorded()).map(({ urn }) => urn.at(-1))).toEqual(["a", "b"]);
    expect((await stack.up(CHAIN)).steps).toEqual(["update a", "update b", "create c"]);
    expect((await stack.run("refresh")).steps).toEqual([]);
  });

  it("22 can come before a preview without recording anything", async () => {
    await apply(CHAIN);
    stack.world.change(({ items }) => {
      delete items["c-0"];
    });
    const outcome = await stack.run("preview", CHAIN, { refresh: true });
    expect(outcome.steps).toEqual(["refresh c", "create c"]);
    expect(await stack.recorded()).toHaveLength(3);
  });

  it("23 says what only a comparison sees, and leaves it to up", async () => {
    const quiet = program({ name: "a", inputs: { quiet: true } }, { name: "b" });
    await apply(quiet);
    stack.world.change(({ items }) => Object.assign(items["a-0"] ?? {}, { alive: false }));
    for (const _ of [1, 2]) {
      const outcome = await stack.run("refresh");
      expect(outcome.steps).toEqual(["refresh a"]);
      expect(differencesOf(outcome, "a")).toEqual([{ path: "alive", kind: "update" }]);
    }
    const previewed = await stack.run("preview", quiet, { refresh: true });
    expect(previewed.steps).toEqual(["refresh a", "update a"]);
    expect((await stack.up(quiet)).steps).toEqual(["update a"]);
    expect((await stack.run("refresh")).steps).toEqual([]);
  });
});
