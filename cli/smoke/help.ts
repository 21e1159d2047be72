import { aboutStep, SMOKE_STEPS } from "../../steps/index.ts";

/** The steps that `./tensora smoke` runs, for its help. */
export function stepsHelp(): string {
  const width = Math.max(...SMOKE_STEPS.map(({ name }) => name.length));
  const lines = SMOKE_STEPS.map(({ name }) => `  ${name.padEnd(width)}  ${aboutStep(name)}`);
  return [
    "",
    "Steps. Drills run only by name. The part of a name before the slash may be left out:",
    ...lines,
  ].join("\n");
}
