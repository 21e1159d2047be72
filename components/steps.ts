import type * as pulumi from "@pulumi/pulumi";
import { Step } from "../resources/step.ts";
import {
  type AfterOf,
  kindOf,
  type OwnStep,
  runsAfter,
  type SharedInputs,
  type StepComponent,
  type StepInputsOf,
  type StepName,
  type StepOutputsOf,
  type StepsBy,
  stepsBy,
} from "../steps/index.ts";
import type { ComponentContext } from "./context.ts";

/** Inputs of a step with what is not known yet. */
export type Pending<T> = { [K in keyof T]: pulumi.Input<T[K]> | Pending<T[K]> };

/** A resource for all that these steps run after, but for what is one of them. */
export type Before<N extends StepName> = Readonly<Record<Exclude<AfterOf<N>, N>, pulumi.Resource>>;

interface OwnOptions<N extends OwnStep> {
  inputs: Pending<StepInputsOf<N>>;
  before: Before<N>;
  parent: pulumi.Resource;
}

/** Declares a step that has inputs of its own. */
export function declareStep<N extends OwnStep>(
  { spec }: Pick<ComponentContext, "spec">,
  name: N,
  { inputs, before, parent }: OwnOptions<N>,
): Step<StepOutputsOf<N>> {
  // By its type it has them all.
  const dependsOn = runsAfter(name).map((what) => (before as Record<string, pulumi.Resource>)[what]);
  return stepOf(spec.dir, name, inputs, { parent, dependsOn: dependsOn as pulumi.Resource[] });
}

interface SharedOptions<C extends StepComponent> {
  inputs: Pending<SharedInputs<C>>;
  /** Of the steps that are given something else. */
  own: { [N in StepsBy<C> & OwnStep]: Pending<StepInputsOf<N>> };
  /** Keys that only drills are given. */
  drillKeys: Readonly<Record<string, pulumi.Output<unknown>>>;
  before: Before<StepsBy<C>>;
  parent: pulumi.Resource;
}

/**
 * Declares all steps that the registry has for a component: gates, each as soon as it can, and drills where the stack wants
 * them.
 * @returns what finds their resources
 */
export function declareSteps<C extends StepComponent>(
  { spec }: Pick<ComponentContext, "spec">,
  component: C,
  { inputs, own, drillKeys, before, parent }: SharedOptions<C>,
): (step: StepsBy<C>) => pulumi.Resource {
  const shared = inputs as { keys: object };
  const ofDrills = { ...shared, keys: { ...shared.keys, ...drillKeys } };
  const given = (step: StepName) =>
    (own as Record<string, object>)[step] ?? (kindOf(step) === "drill" ? ofDrills : shared);
  const made = new Map<string, pulumi.Resource>(Object.entries(before));
  const find = (step: StepName): pulumi.Resource => {
    const known = made.get(step);
    if (known) return known;
    const dependsOn = runsAfter(step).map((what) => made.get(what) ?? find(what as StepName));
    const resource = stepOf(spec.dir, step, given(step), { parent, dependsOn });
    made.set(step, resource);
    return resource;
  };
  const wanted = stepsBy(component).filter((step) => spec.smoke.drills || kindOf(step) !== "drill");
  for (const step of wanted) find(step);
  return find;
}

const stepOf = <R>(dir: string, step: StepName, inputs: object, options: pulumi.CustomResourceOptions) =>
  new Step<R>(step, { dir, step, inputs: inputs as pulumi.Inputs }, options);
