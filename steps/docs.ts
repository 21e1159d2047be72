import { aboutStep, type Part, partOf, runsAfter, STEP_NAMES, kindOf } from "./index.ts";
import type { StepKind } from "./common/step.ts";

/** How docs/steps.md is written anew after a change of `registry.ts`. */
export const REGENERATE = "npx vitest run steps/docs.test.ts -u";

const INTRODUCTION = `# Steps

<!-- Written by \`${REGENERATE}\`; change steps/registry.ts instead. -->

Deployments change the chains; gates and drills prove that the chains work. [Kinds of steps](architecture.md#kinds-of-steps) says
when each kind runs. \`./tensora smoke\` runs gates again, and drills by name: \`./tensora smoke drill/pause\` or
\`./tensora smoke pause\`. Column "after" lists what a step waits for: services, until they are ready, and other steps, until they
have passed. Every stack has the rollup. It has the protocol if \`protocol.enabled\` is true, and subnets if \`subnets\` lists any.
`;

const KINDS: Readonly<Partial<Record<StepKind, string>>> = {
  deploy: "Deployments",
  gate: "Gates",
  drill: "Drills",
};

const PARTS: Readonly<Record<Part, string>> = {
  rollup: "of every stack",
  protocol: "with the protocol",
  subnets: "with subnets",
};

/** The text of docs/steps.md: every step by what it is of. */
export function stepsDocs(): string {
  const sections = Object.entries(KINDS).flatMap(([kind, heading]) =>
    Object.entries(PARTS).flatMap(([part, of]) => section(`${heading} ${of}`, kind, part)),
  );
  return [INTRODUCTION, ...sections].join("\n");
}

function section(heading: string, kind: string, part: string): string[] {
  const names = STEP_NAMES.filter((name) => kindOf(name) === kind && partOf(name) === part);
  const rows = names.map(
    (name) => `| \`${name}\` | ${aboutStep(name)} | ${runsAfter(name).map(short).join(", ")} |`,
  );
  return [`## ${heading}`, "", "| step | | after |", "|---|---|---|", ...rows, ""];
}

/** `smoke/` goes without saying. */
const short = (name: string) => name.replace(/^smoke\//, "");
