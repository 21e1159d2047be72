import { stackDir } from "../../config/derive.ts";
import { nearest } from "../../config/nearest.ts";
import { TensoraError } from "../../lib/errors.ts";
import {
  componentOf,
  hasOwnInputs,
  type Part,
  partOf,
  SMOKE_STEPS,
  type StepComponent,
  type StepName,
  sharedGates,
} from "../../steps/index.ts";
import { readSmokeResults, type SmokeRecord } from "../../steps/results.ts";
import type { SmokeInputs } from "../../steps/smoke/common/inputs.ts";
import type { StepKind } from "../../steps/common/step.ts";
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
  const base = sharedInputs(steps, "smoke");
  if (!base) throw notUp(stack);
  const chosen = wanted.size === 0 ? gatesOf(steps, await readSmokeResults(dir)) : named(wanted);
  const runs: Planned[] = [];
  for (const { name, kind } of chosen.runs)
    runs.push({ name, kind, inputs: await inputsOf(stack, name, kind, steps) });
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
      choice.others.push({ name, kind, status: "skipped", detail: "drills run only by name" });
    else if (last?.status === "pending" && (last.due ?? 0) > now) {
      choice.others.push({ name, kind: "pending", status: "pending", detail: last.detail });
    } else if (steps.some(({ step }) => step === name)) choice.runs.push({ name, kind });
  }
  return choice;
}

type Recorded = Pick<StackStep, "step" | "inputs">;

/** What the steps of a component are given, by a gate that ran with it; of no use for those with inputs of their own. */
const sharedInputs = (steps: readonly Recorded[], component: StepComponent) =>
  steps.find(({ step }) => sharedGates(component).some((gate) => gate === step))?.inputs as
    | SmokeInputs
    | undefined;

/** What a step last ran with, or else what another one of its component did; undefined where the stack has neither. */
export function recordedInputs(name: StepName, steps: readonly Recorded[]): SmokeInputs | undefined {
  const own = steps.find(({ step }) => step === name)?.inputs as SmokeInputs | undefined;
  return own ?? (hasOwnInputs(name) ? undefined : sharedInputs(steps, componentOf(name)));
}

/** How a stack gets what a step needs. */
const ADVICE: Record<Part, { what: string; next?: string }> = {
  rollup: { what: "the rollup" },
  protocol: { what: "the protocol", next: "set `protocol.enabled` to true" },
  subnets: { what: "subnets", next: "add subnets under `subnets`" },
};

/** What a step runs with: a drill is given the keys to act with, too. */
async function inputsOf(
  stack: string,
  name: StepName,
  kind: StepKind,
  steps: readonly StackStep[],
): Promise<SmokeInputs> {
  const inputs = recordedInputs(name, steps);
  if (!inputs) throw lacking(stack, name);
  if (kind !== "drill") return inputs;
  return { ...inputs, keys: { ...inputs.keys, ...(await drillKeys(stack)) } };
}

function lacking(stack: string, name: StepName): TensoraError {
  const { what, next } = ADVICE[partOf(name)];
  const up = `\`./tensora up --stack ${stack}\``;
  return new TensoraError(`${name} needs ${what}, which stack ${stack} does not have`, {
    next: [next === undefined ? up : `${next}, then ${up}`],
  });
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
    next: [...(meant ? [`did you mean ${meant}?`] : []), `use one or more of ${all.map(short).join(", ")}`],
  });
}

const short = (name: string) => name.slice(name.indexOf("/") + 1);

export const skipped = (step: NotPlanned): ShownStep => ({ ...step, ms: 0 });
