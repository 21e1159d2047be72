import { beforeAll, expect, test } from "vitest";
import { loadStack } from "../config/index.ts";
import { projectRoot } from "../lib/root.ts";
import { componentOf, runsAfter, STEP_NAMES } from "../steps/index.ts";
import { type Registration, registrationsOf } from "./testing/registrations.ts";

const nameOf = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);
let steps: Registration[];

beforeAll(async () => {
  const set = ["smoke.drills=true"];
  const all = await registrationsOf(await loadStack({ root: projectRoot(), stack: "local", set }));
  steps = all.filter(({ type }) => type === "tensora:index:Step");
});

test("a stack with all parts has every step of the registry, each once", () => {
  expect(steps.map(({ name }) => name).toSorted()).toEqual(STEP_NAMES.toSorted());
  for (const { name, inputs } of steps) expect(inputs.step).toBe(name);
});

test.each(STEP_NAMES)("%s is declared by its component, and depends on what it runs after", (name) => {
  const step = steps.find((one) => one.name === name);
  expect(nameOf(step?.parent ?? "")).toBe(componentOf(name));
  const there = step?.dependencies.map(nameOf) ?? [];
  // A service's role begins its name, but for the programs of several.
  for (const what of runsAfter(name))
    expect(
      there.some((other) => other.startsWith(what)),
      what,
    ).toBe(true);
});
