/** What can be asked about steps: all of it follows from the list in `registry.ts`. */
import { TensoraError } from "../lib/errors.ts";
import type { Role } from "../spec/services.ts";
import { type Part, PARTS, type StepComponent } from "./entry.ts";
import { STEPS } from "./registry.ts";
import type { StepKind } from "./common/step.ts";

export type { Part, StepComponent } from "./entry.ts";

export type StepName = keyof typeof STEPS;
/** The step of a name with its own inputs and outputs. */
export type StepOf<N extends StepName> = Awaited<ReturnType<(typeof STEPS)[N]["load"]>>;
export type StepInputsOf<N extends StepName> = Parameters<StepOf<N>["run"]>[0];
export type StepOutputsOf<N extends StepName> = Awaited<ReturnType<StepOf<N>["run"]>>;

/** The steps that a component declares. */
export type StepsBy<C extends StepComponent> = {
  [N in StepName]: (typeof STEPS)[N]["component"] extends C ? N : never;
}[StepName];
/** Those with inputs that the other steps of their component are not given. */
export type OwnStep = { [N in StepName]: (typeof STEPS)[N] extends { inputs: "own" } ? N : never }[StepName];
/** What all other steps of a component are given. */
export type SharedInputs<C extends StepComponent> = All<StepInputsOf<Exclude<StepsBy<C>, OwnStep>>>;
type All<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
/** What the list names as that which a step runs after. */
export type AfterOf<N extends StepName> = {
  [M in N]: (typeof STEPS)[M] extends { after: readonly (infer A extends string)[] } ? A : never;
}[N];

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export const isStepName = (name: string): name is StepName => Object.hasOwn(STEPS, name);

/** Known without loading the step. */
export const kindOf = (name: StepName): StepKind => STEPS[name].kind;

/** The component that declares a step. */
export const componentOf = (name: StepName): StepComponent => STEPS[name].component;

/** What of a stack there must be for a step. */
export const partOf = (name: StepName): Part => PARTS[componentOf(name)];

/** What a step does or shows, in a line. */
export const aboutStep = (name: StepName): string => STEPS[name].about;

export const hasOwnInputs = (name: StepName): name is OwnStep => "inputs" in STEPS[name];

/** The steps that a component declares, in the order of the list: gates, then drills. */
export const stepsBy = <C extends StepComponent>(component: C): StepsBy<C>[] =>
  STEP_NAMES.filter((name): name is StepsBy<C> => componentOf(name) === component);

/** The steps that prove something, in the order in which they are shown; `deploy` steps are not among them. */
export const SMOKE_STEPS = STEP_NAMES.map((name) => ({ name, kind: kindOf(name) })).filter(
  ({ kind }) => kind !== "deploy",
);

/**
 * What a step runs after: services by their role, which then are ready, and other steps, which then have passed. A drill runs
 * after the drill of its component before it; the first one after all gates, of which the last ones are named.
 */
export function runsAfter(name: StepName): readonly (StepName | Role)[] {
  const entry = STEPS[name];
  if (entry.kind !== "drill") return entry.after;
  const siblings: readonly StepName[] = stepsBy(entry.component);
  const drills = siblings.filter((other) => kindOf(other) === "drill");
  const former = drills[drills.indexOf(name) - 1];
  return former === undefined ? lastOf(siblings.filter((other) => kindOf(other) === "gate")) : [former];
}

/** Those that none of the others runs after. */
const lastOf = (gates: readonly StepName[]): StepName[] =>
  gates.filter((gate) => !gates.some((other) => runsAfter(other).includes(gate)));

/** The gates that are given what the drills of their component are, too. */
export const sharedGates = (component: StepComponent): StepName[] =>
  stepsBy(component).filter((name) => kindOf(name) === "gate" && !hasOwnInputs(name));

export const loadStep = <N extends StepName>(name: N): Promise<StepOf<N>> =>
  STEPS[name].load() as Promise<StepOf<N>>;

/** @throws TensoraError that lists the steps there are */
export function stepName(name: string): StepName {
  if (isStepName(name)) return name;
  throw new TensoraError(`there is no step ${name}`, { next: [`use one of ${STEP_NAMES.join(", ")}`] });
}
