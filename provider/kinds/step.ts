import { setTimeout as sleep } from "node:timers/promises";
import type { StepInputs, StepOutputs } from "../../resources/step.ts";
import { messageOf } from "../../lib/errors.ts";
import { samePlace } from "../../lib/place.ts";
import { isStepName, kindOf, loadStep, STEP_NAMES, type StepName, stepName } from "../../steps/index.ts";
import { readSmokeResult, removeSmokeResult, removeStepLog } from "../../steps/results.ts";
import { journalOf, runStep } from "../../steps/run.ts";
import type { Step } from "../../steps/common/step.ts";
import type { ResourceContext, ResourceKind } from "../kind.ts";
import { fixedValues } from "./genesis-fixed.ts";
import { changedProperties } from "../server/compare.ts";
import { compareInputs } from "../server/difference.ts";

/** Milliseconds that a step has to say whether it must run again. */
const STALE_LIMIT = 1000;

/** Something done to the chains: done again when its inputs change, or when the step itself says so. */
export const stepKind: ResourceKind<StepInputs, StepOutputs> = {
  type: "tensora:index:Step",
  replaceOnChanges: ["dir", "step"],

  async check({ step, inputs }, olds) {
    if (step === undefined) return [];
    if (isStepName(step)) return inputs && olds?.step === step ? refusals(step, olds.inputs, inputs) : [];
    return [{ property: "step", reason: `there is no step ${step}: use one of ${STEP_NAMES.join(", ")}` }];
  },

  async diff(_id, olds, outputs, news, ctx) {
    const here = samePlace(olds.dir, news.dir) ? { dir: news.dir } : {};
    const difference = compareInputs(stepKind, { ...olds, ...here }, { ...news });
    if (difference.changed.length > 0) return difference;
    const reason = (await unsettled(news)) ?? (await stale(news, outputs, ctx));
    return reason === undefined ? { changed: [] } : { changed: ["result"], reason };
  },

  async create(inputs, ctx) {
    return { id: inputs.step, outputs: await run(inputs, ctx) };
  },

  async read(_id, _inputs, outputs) {
    return outputs;
  },

  update: (_id, _olds, _outputs, news, ctx) => run(news, ctx),

  async delete(_id, { dir, step }) {
    if (!isStepName(step)) return; // a step of another version of this project
    await Promise.all([journalOf(dir, step).clear(), removeSmokeResult(dir, step), removeStepLog(dir, step)]);
  },
};

/** Refuses what a deployment has fixed: with another value it would be made a second time. */
async function refusals(step: StepName, was: StepInputs["inputs"], is: StepInputs["inputs"]) {
  if (kindOf(step) !== "deploy" || changedProperties(was, is).length === 0) return [];
  const { fixed = {} }: Step = await loadStep(step);
  return Object.entries(fixed).flatMap(([input, at]) =>
    fixedValues(was[input], is[input], {
      by: "the contracts that are deployed",
      at,
      property: `inputs.${input}`,
    }),
  );
}

async function run({ dir, step, inputs }: StepInputs, ctx: ResourceContext): Promise<StepOutputs> {
  const { log, mask, signal } = ctx;
  const { result } = await runStep(step, inputs, { dir, log, mask, signal });
  return { result };
}

/** Why a smoke step that ran with these inputs must run again: its record says that it is not through. */
async function unsettled({ dir, step }: StepInputs): Promise<string | undefined> {
  const name = stepName(step);
  if (kindOf(name) === "deploy") return undefined;
  const record = await readSmokeResult(dir, name);
  if (record === undefined) return "its result is not recorded";
  if (record.status === "failed") return "failed when it last ran";
  const due = record.due ?? 0;
  if (record.status === "pending" && due <= Date.now() / 1000) return "was pending and can continue";
  return undefined;
}

/** The step's own reason. No answer is no reason: what is broken is found by the step that watches it. */
async function stale({ step: name, inputs }: StepInputs, outputs: StepOutputs, ctx: ResourceContext) {
  const step: Step = await loadStep(stepName(name));
  if (!step.stale) return undefined;
  try {
    return await Promise.race([
      step.stale(inputs, outputs.result),
      sleep(STALE_LIMIT, undefined, { ref: false }),
    ]);
  } catch (error) {
    ctx.log(`cannot check whether it must run again: ${messageOf(error)}`);
    return undefined;
  }
}
