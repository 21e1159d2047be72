import { aboutStep, SMOKE_STEPS } from "../../steps/index.ts";

/** The steps that `./tensora smoke` runs, for its help. */
export function stepsHelp(): string {
  const width = Math.max(...SMOKE_STEPS.map(({ name }) => name.length));
  const lines = SMOKE_STEPS.map(({ name }) => `  ${name.padEnd(width)}  ${aboutStep(name)}`);
  return [
    "",
    "Steps; drills run by name only, and a name may be written without its first part:",
    ...lines,
  ].join("\n");
}
