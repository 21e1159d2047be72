import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../index.ts";
import { TestStack } from "./harness.ts";
import { type Declaration, ref, type TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const program = (...resources: Declaration[]): TestProgram => ({ resources });
const CHAIN = (value: number, extra: string[] = []): TestProgram =>
  program(
    { name: "a", inputs: { value } },
    { name: "b", inputs: { from: ref("a", "serial") } },
    { name: "c", inputs: { from: ref("b", "serial") } },
    ...extra.map((name) => ({ name })),
  );

/** After any failure: once the fault is gone, `up` converges, a second `up` changes nothing, `destroy` leaves nothing. */
async function recovers(wanted: TestProgram): Promise<void> {
  stack.world.heal();
  const repaired = await stack.up(wanted);
  expect(repaired.errors).toEqual([]);
  expect((await stack.up(wanted)).steps).toEqual([]);
  expect((await readStack(stack.root, "dev")).operations).toEqual([]);
  expect((await stack.destroy()).errors).toEqual([]);
  expect(stack.world.names()).toEqual([]);
}

describe("a failure of one step", () => {
  const names = ["a", "b", "c"];

  it.each(names)("30 at the creation of %s is named, and the next up goes on from there", async (name) => {
    stack.world.fail("create", name, "no room");
    const outcome = await stack.up(CHAIN(1));
    expect(outcome).toMatchObject({ ok: false, cancelled: false });
    expect(outcome.errors).toMatchObject([{ name, type: "test:index:Item", message: "no room" }]);
    expect(outcome.steps.at(-1)).toBe(`failed create ${name}`);
    const done = names.slice(0, names.indexOf(name));
    expect(stack.world.names()).toEqual(done.map((each) => `${each}-0`));
    expect(await stack.recorded()).toHaveLength(done.length);
    await recovers(CHAIN(1));
  });

  it.each(names)("31 at the update of %s keeps its former record", async (name) => {
    await stack.up(CHAIN(1));
    stack.world.fail("update", name, "not now");
    const outcome = await stack.up(CHAIN(2));
    expect(outcome.errors).toMatchObject([{ name, message: "not now" }]);
    expect(await stack.recorded()).toHaveLength(3);
    await recovers(CHAIN(2));
  });

  it.each(names)("32 at the deletion of %s keeps it and what it depends on", async (name) => {
    await stack.up(CHAIN(1));
    stack.world.fail("delete", name, "still in use");
    const outcome = await stack.destroy();
    expect(outcome.errors).toMatchObject([{ name, message: "still in use" }]);
    const kept = names.slice(0, names.indexOf(name) + 1);
    expect((await stack.recorded()).map(({ urn }) => urn.at(-1))).toEqual(kept);
    await recovers(CHAIN(1));
  });

  it.each(names)("33 at the reading of %s is named, and records nothing", async (name) => {
    await stack.up(CHAIN(1));
    stack.world.fail("read", name, "no answer");
    const outcome = await stack.run("refresh");
    expect(outcome.errors).toMatchObject([{ name, message: "no answer" }]);
    expect(await stack.recorded()).toHaveLength(3);
    await recovers(CHAIN(1));
  });

  it.each(
    names,
  )("34 in the middle of the creation of %s records it, and updates it next time", async (name) => {
    stack.world.fail("create", name, "partial:not ready");
    const outcome = await stack.up(CHAIN(1));
    expect(outcome.errors).toMatchObject([{ name, message: "not ready" }]);
    const record = (await stack.recorded()).find(({ urn }) => urn.endsWith(name));
    expect(record).toMatchObject({ id: `${name}-0`, initErrors: ["not ready"] });
    stack.world.heal();
    expect((await stack.up(CHAIN(1))).steps[0]).toBe(`update ${name}`);
    await recovers(CHAIN(1));
  });

  it("35 lets steps in flight end and begins no other", async () => {
    for (const name of ["slow", "a"]) stack.world.hold("create", name);
    stack.world.fail("create", "a");
    const wanted = program({ name: "slow" }, { name: "a" }, { name: "next", dependsOn: ["slow"] });
    const running = stack.up(wanted, {
      onEvent: (event) => {
        if (event.kind === "step" && event.phase === "failed") stack.world.release("create", "slow");
      },
    });
    for (const name of ["slow", "a"]) await stack.world.begun("create", name);
    stack.world.release("create", "a");
    const outcome = await running;
    expect(outcome.steps).toEqual(["failed create a", "create slow"]);
    expect(stack.world.names()).toEqual(["slow-0"]);
    expect(await stack.recorded()).toHaveLength(1);
    await recovers(wanted);
  });

  it("36 of a check names the property and changes nothing", async () => {
    const outcome = await stack.up(program({ name: "a", inputs: { refused: true } }));
    expect(outcome.errors[0]?.message).toContain("a is refused: refused: must not be true");
    expect(stack.world.names()).toEqual([]);
  });

  it("37 of the program deletes nothing", async () => {
    await stack.up(CHAIN(1));
    const outcome = await stack.up(
      program({ name: "a" }, { name: "z", inputs: { from: ref("nobody", "x") } }),
    );
    expect(outcome.errors[0]?.message).toContain("the program ended with exit code 1");
    expect(stack.world.names()).toEqual(["a-0", "b-0", "c-0"]);
  });

  it("38 is a name that is used twice", async () => {
    const outcome = await stack.up(program({ name: "a" }, { name: "a" }));
    expect(outcome.errors[0]?.message).toContain('two resources have the name "a"');
  });
});

describe("a provider that is lost", () => {
  it("40 while it creates leaves the operation on record, and the next up takes it up", async () => {
    stack.world.fail("create", "b", "lost");
    const outcome = await stack.up(CHAIN(1));
    expect(outcome.errors[0]?.message).toContain("contact with the provider was lost");
    expect((await readStack(stack.root, "dev")).operations).toMatchObject([{ type: "creating" }]);
    await recovers(CHAIN(1));
  });

  it("41 while it creates leaves nothing behind if destroy comes next", async () => {
    stack.world.fail("create", "b", "lost");
    await stack.up(CHAIN(1));
    expect(stack.world.names()).toEqual(["a-0", "b-0"]);
    stack.world.heal();
    const gone = await stack.destroy();
    expect(gone.steps).toEqual(["create b", "delete b", "delete a"]);
    expect(stack.world.names()).toEqual([]);
    expect((await readStack(stack.root, "dev")).operations).toEqual([]);
  });

  it("42 while it creates leaves nothing behind if the program drops the resource", async () => {
    stack.world.fail("create", "b", "lost");
    await stack.up(CHAIN(1));
    stack.world.heal();
    expect((await stack.up(program({ name: "a", inputs: { value: 1 } }))).errors).toEqual([]);
    expect(stack.world.names()).toEqual(["a-0"]);
  });

  it("43 while it updates makes the next up update again, although the inputs are the former ones", async () => {
    await stack.up(CHAIN(1));
    stack.world.fail("update", "a", "lost");
    await stack.up(CHAIN(2));
    stack.world.heal();
    const outcome = await stack.up(CHAIN(1));
    expect(outcome.steps[0]).toBe("update a");
    await recovers(CHAIN(1));
  });

  it("44 while it deletes makes the next up look whether it is there", async () => {
    await stack.up(CHAIN(1, ["d"]));
    stack.world.fail("delete", "d", "lost");
    await stack.up(CHAIN(1));
    stack.world.change(({ items }) => {
      delete items["d-0"];
    });
    stack.world.heal();
    expect((await stack.up(CHAIN(1, ["d"]))).steps).toEqual(["create d"]);
    await recovers(CHAIN(1, ["d"]));
  });
});

/** An `up` that is interrupted while the provider is held at something. */
async function interruptedAt(operation: string, name: string) {
  stack.world.hold(operation, name);
  const abort = new AbortController();
  const ending = stack.up(CHAIN(1), { signal: abort.signal });
  await stack.world.begun(operation, name);
  abort.abort();
  return { ending };
}

describe("a signal", () => {
  it("45 ends the run when what is in flight has ended, and the next up goes on", async () => {
    const { ending } = await interruptedAt("create", "a");
    stack.world.release("create", "a");
    const outcome = await ending;
    expect(outcome).toMatchObject({ ok: false, cancelled: true, errors: [], steps: ["create a"] });
    expect(await stack.recorded()).toHaveLength(1);
    await recovers(CHAIN(1));
  });

  it("47 that comes twice has the provider give up what is in flight, and the next up goes on", async () => {
    stack.world.hold("create", "b");
    const [polite, urgent] = [new AbortController(), new AbortController()];
    const running = stack.up(CHAIN(1), { signal: polite.signal, urgentSignal: urgent.signal });
    await stack.world.begun("create", "b");
    polite.abort();
    urgent.abort();
    const outcome = await running;
    expect(outcome).toMatchObject({ ok: false, cancelled: true });
    expect(outcome.errors).toMatchObject([{ name: "b", message: "it was given up" }]);
    expect(stack.world.names()).toEqual(["a-0"]);
    await recovers(CHAIN(1));
  });

  it("48 that comes while a provider is asked leaves the answer to the next up: that is no failure", async () => {
    const { ending } = await interruptedAt("check", "b");
    const outcome = await ending;
    expect(outcome).toMatchObject({ ok: false, cancelled: true, errors: [], steps: ["create a"] });
    stack.world.release("check", "b");
    await recovers(CHAIN(1));
  });

  it("46 that came before the run lets it do nothing", async () => {
    const outcome = await stack.up(CHAIN(1), { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ok: false, cancelled: true, errors: [] });
    expect(stack.world.names()).toEqual([]);
  });
});
