import { stackDir } from "../../config/derive.ts";
import { nearest } from "../../config/nearest.ts";
import { TensoraError } from "../../lib/errors.ts";
import { SMOKE_STEPS, type StepName } from "../../steps/index.ts";
import { readSmokeResults, type SmokeRecord } from "../../steps/results.ts";
import type { SmokeInputs } from "../../steps/smoke/inputs.ts";
import type { StepKind } from "../../steps/step.ts";
import { root, placeOf } from "../request.ts";
import { notUp, readSteps, type StackStep } from "../../stack/read.ts";
import type { ShownStep } from "../ui/smoke-steps.ts";
import { drillKeys } from "./keys.ts";

/** A step that will run. */
export interface Planned {
  name: StepName;
  kind: StepKind;
  inputs: SmokeInputs;
}

/** A step that will not, and why. */
export interface NotPlanned {
  name: StepName;
  kind: StepKind;
  status: "pending" | "skipped";
  detail: string;
}

export interface SmokePlan {
  /** The stack's folder. */
  dir: string;
  local: boolean;
  runs: Planned[];
  others: NotPlanned[];
  /** All names in the order in which they are shown. */
  order: StepName[];
}

/** A gate of every stack whose inputs describe the whole rollup. */
const WHOLE_STACK: StepName = "smoke/l2-advances";
/** Steps that are told of the protocol too; the first is a gate of every stack that has it, before all others. */
const WITH_PROTOCOL: readonly StepName[] = [
  "smoke/tora-deposit",
  "smoke/user-operation",
  "smoke/refusals",
  "smoke/bundles",
  "smoke/tora-withdrawal",
  "drill/deposit",
  "drill/executors",
  "drill/stale-price",
  "drill/price-source",
  "drill/crashes",
];

/** Steps that are told of the subnets; the first is a gate of every stack that has some. */
const WITH_SUBNETS: readonly StepName[] = [
  "smoke/subnet-epochs",
  "drill/slash",
  "drill/outage",
  "drill/subnet-upgrade",
];

/**
 * Which steps run, with the inputs that the stack's state has for them.
 * @param names empty for all gates
 * @throws TensoraError when the stack is not up, or for a name that is no smoke step
 */
export async function planSmoke(stack: string, names: readonly string[]): Promise<SmokePlan> {
  const dir = stackDir(root(), stack);
  const wanted = new Set(names.map(resolveName));
  const steps = (await readSteps(placeOf(stack))).filter(({ step }) =>
    SMOKE_STEPS.some(({ name }) => name === step),
  );
  const base = steps.find(({ step }) => step === WHOLE_STACK)?.inputs as SmokeInputs | undefined;
  if (!base) throw notUp(stack);
  const chosen = wanted.size === 0 ? gatesOf(steps, await readSmokeResults(dir)) : named(wanted);
  const runs: Planned[] = [];
  for (const { name, kind } of chosen.runs)
    runs.push({ name, kind, inputs: await inputsOf(stack, name, kind, steps, base) });
  return { dir, local: base.local, runs, others: chosen.others, order: SMOKE_STEPS.map(({ name }) => name) };
}

interface Choice {
  runs: Omit<Planned, "inputs">[];
  others: NotPlanned[];
}

const named = (wanted: ReadonlySet<StepName>): Choice => ({
  runs: SMOKE_STEPS.filter(({ name }) => wanted.has(name)),
  others: [],
});

/** All gates that the stack has. Of pending ones those that are due; drills only by name. */
export function gatesOf(
  steps: readonly Pick<StackStep, "step">[],
  results: readonly SmokeRecord[],
  now = Date.now() / 1000,
): Choice {
  const choice: Choice = { runs: [], others: [] };
  for (const { name, kind } of SMOKE_STEPS) {
    const last = results.find((result) => result.name === name);
    if (kind === "drill")
      choice.others.push({ name, kind, status: "skipped", detail: "a drill runs by its name" });
    else if (last?.status === "pending" && (last.due ?? 0) > now) {
      choice.others.push({ name, kind: "pending", status: "pending", detail: last.detail });
    } else if (steps.some(({ step }) => step === name)) choice.runs.push({ name, kind });
  }
  return choice;
}

/** What some steps need besides the rollup, and how a stack gets it. */
const NEEDS = [
  { steps: WITH_PROTOCOL, what: "the protocol", next: "set `protocol.enabled` to true" },
  { steps: WITH_SUBNETS, what: "subnets", next: "name some under `subnets`" },
];

/** What a step last ran with; a drill that the stack has no resource of gets a gate's, and the Safe's owners. */
async function inputsOf(
  stack: string,
  name: StepName,
  kind: StepKind,
  steps: readonly StackStep[],
  base: SmokeInputs,
): Promise<SmokeInputs> {
  const of = (wanted: StepName | undefined) =>
    steps.find(({ step }) => step === wanted)?.inputs as SmokeInputs | undefined;
  const need = NEEDS.find(({ steps: wanting }) => wanting.includes(name));
  const inputs = of(name) ?? (need ? of(need.steps[0]) : base);
  if (!inputs) {
    throw new TensoraError(`${name} needs ${need?.what}, which stack ${stack} does not have`, {
      next: [`${need?.next}, then \`./tensora up --stack ${stack}\``],
    });
  }
  if (kind !== "drill") return inputs;
  return { ...inputs, keys: { ...inputs.keys, ...(await drillKeys(stack)) } };
}

/** `deposit` is `smoke/deposit`, `pause` is `drill/pause`. @throws TensoraError for what is no smoke step */
export function resolveName(given: string): StepName {
  const all = SMOKE_STEPS.map(({ name }) => name);
  const found = all.find((name) => name === given) ?? all.find((name) => short(name) === given);
  if (found) return found;
  const meant = nearest(
    given,
    all.flatMap((name) => [name, short(name)]),
  );
  throw new TensoraError(`there is no smoke step ${given}`, {
    next: [...(meant ? [`did you mean ${meant}?`] : []), `name some of ${all.map(short).join(", ")}`],
  });
}

const short = (name: string) => name.slice(name.indexOf("/") + 1);

export const skipped = (step: NotPlanned): ShownStep => ({ ...step, ms: 0 });
