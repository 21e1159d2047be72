import { describe, expect, it } from "vitest";
import { aboutStep, kindOf, loadStep, runsAfter, SMOKE_STEPS, STEP_NAMES, stepName } from "./index.ts";
import { fileName } from "./results.ts";

describe("the registry of steps", () => {
  it.each(STEP_NAMES)("%s is the step of this name and kind", async (name) => {
    const step = await loadStep(name);
    expect({ name: step.name, kind: step.kind }).toEqual({ name, kind: kindOf(name) });
    expect(step.deadline).toBeGreaterThan(0);
  });

  it("lists what proves something", () => {
    expect(SMOKE_STEPS).toContainEqual({ name: "smoke/deposit", kind: "gate" });
    expect(SMOKE_STEPS).toContainEqual({ name: "drill/pause", kind: "drill" });
    expect(SMOKE_STEPS.filter(({ name }) => name.startsWith("deploy/"))).toEqual([]);
  });

  it("says of each what it is about, in one line of a table", () => {
    for (const name of STEP_NAMES) expect(aboutStep(name), name).toMatch(/^[^|\n]+[^.|\n]$/);
  });

  it("has the drills of a component one after another, the first after its last gates", () => {
    expect(runsAfter("drill/deposit")).toEqual(["smoke/bundles", "smoke/tora-withdrawal"]);
    expect(runsAfter("drill/executors")).toEqual(["drill/deposit"]);
    expect(runsAfter("drill/challenge")).toEqual(["drill/pause"]);
    expect(runsAfter("drill/outage")).toEqual(["drill/slash"]);
    expect(runsAfter("drill/slash")).toContain("smoke/inference");
  });

  it("has a file name for each", () => {
    expect(new Set(STEP_NAMES.map(fileName)).size).toBe(STEP_NAMES.length);
  });

  it("refuses what is none", () => {
    expect(() => stepName("constructor")).toThrow("there is no step constructor");
  });
});
