import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../index.ts";
import { TestStack } from "./harness.ts";
import { type Declaration, ref, type TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const program = (...resources: Declaration[]): TestProgram => ({
  resources,
  outputs: Object.fromEntries(resources.map(({ name }) => [name, ref(name, "serial")])),
});
/** `b` takes from `a`; `c` stands alone. */
const THREE = (value: number) =>
  program(
    { name: "a", inputs: { value } },
    { name: "b", inputs: { value, from: ref("a", "serial") } },
    { name: "c", inputs: { value } },
  );

const urn = (name: string) => `urn:pulumi:dev::conformance::test:index:Item::${name}`;
const values = () =>
  Object.fromEntries(Object.entries(stack.world.read().items).map(([id, { inputs }]) => [id, inputs.value]));

describe("--target", () => {
  it("24 changes what it names, by name or URN, and leaves everything else", async () => {
    await stack.up(THREE(1));
    const previewed = await stack.run("preview", THREE(2), { targets: ["c"] });
    expect(previewed.steps).toEqual(["update c"]);
    expect((await stack.up(THREE(2), { targets: [urn("c")] })).steps).toEqual(["update c"]);
    expect(values()).toEqual({ "a-0": 1, "b-0": 1, "c-0": 2 });
    expect((await stack.up(THREE(2))).steps).toEqual(["update a", "update b"]);
    expect((await stack.up(THREE(2), { targets: ["a", "b"] })).steps).toEqual([]);
  });

  it("25 creates what it names, and nothing else; what is missing below it is said", async () => {
    const refused = await stack.up(THREE(1), { targets: ["b"] });
    expect(refused.errors[0]?.message).toContain("b needs a, which does not exist yet and is not a target");
    expect(stack.world.names()).toEqual([]);
    expect((await stack.up(THREE(1), { targets: ["a"] })).steps).toEqual(["create a"]);
    expect((await stack.up(THREE(1), { targets: ["b"] })).steps).toEqual(["create b"]);
    const whole = await stack.up(THREE(1));
    expect(whole.steps).toEqual(["create c"]);
    expect(whole.outputs).toEqual({ a: 1, b: 2, c: 3 });
  });

  it("26 deletes what it names, unless something needs it", async () => {
    await stack.up(THREE(1));
    const refused = await stack.run("destroy", undefined, { targets: ["a"] });
    expect(refused.errors[0]?.message).toContain("a cannot be deleted: b depends on it and is not a target");
    expect(stack.world.names()).toEqual(["a-0", "b-0", "c-0"]);
    expect((await stack.run("destroy", undefined, { targets: ["a", "b"] })).steps).toEqual([
      "delete b",
      "delete a",
    ]);
    // What the program dropped stays as long as it is no target.
    const dropped = program({ name: "d" });
    expect((await stack.up(dropped, { targets: ["d"] })).steps).toEqual(["create d"]);
    expect((await stack.up(dropped, { targets: ["c"] })).steps).toEqual(["delete c"]);
    expect((await stack.destroy()).steps).toEqual(["delete d"]);
  });

  it("27 reads back what it names", async () => {
    await stack.up(THREE(1));
    stack.world.change(({ items }) => {
      for (const item of Object.values(items)) item.inputs.value = 7;
    });
    expect((await stack.run("refresh", undefined, { targets: ["c"] })).steps).toEqual(["refresh c"]);
    expect((await stack.run("refresh")).steps.sort()).toEqual(["refresh a", "refresh b"]);
  });

  it("28 replaces what it names, unless something must go with it", async () => {
    const slots = (slot: string) =>
      program({ name: "a", inputs: { slot } }, { name: "b", inputs: { slot: ref("a", "serial") } });
    await stack.up(slots("x"));
    const refused = await stack.up(slots("y"), { targets: ["a"] });
    expect(refused.errors[0]?.message).toContain("b must be replaced with it and is not a target");
    expect(stack.world.names()).toEqual(["a-0", "b-0"]);
    expect((await stack.up(slots("y"), { targets: ["a", "b"] })).errors).toEqual([]);
    expect((await stack.up(slots("y"))).steps).toEqual([]);
  });

  it("29 refuses a name that no resource has, and leaves interrupted work on record", async () => {
    stack.world.fail("create", "c", "lost");
    await stack.up(THREE(1));
    stack.world.heal();
    const { operations } = await readStack(stack.root, "dev");
    expect(operations.map(({ resource }) => resource.urn)).toContain(urn("c"));
    for (const kind of ["up", "destroy", "refresh"] as const) {
      const outcome = await stack.run(kind, THREE(1), { targets: ["nobody"] });
      expect(outcome.errors[0]?.message).toContain("no resource matches the target nobody");
    }
    expect((await readStack(stack.root, "dev")).operations).toEqual(operations);
    expect((await stack.up(THREE(1))).errors).toEqual([]);
    expect((await readStack(stack.root, "dev")).operations).toEqual([]);
  });
});
