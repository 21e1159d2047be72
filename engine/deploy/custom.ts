import { sha256 } from "../../lib/digest.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { StepOp } from "../events.ts";
import type { PropertyDifference } from "../model/difference.ts";
import type { Goal, ResourceState } from "../model/resource.ts";
import { isDefaultProvider, nameOfUrn, urnOfReference } from "../model/urn.ts";
import { splitPath } from "../../lib/paths.ts";
import { restorePath, sameValue } from "../model/values.ts";
import { PartialFailure, type Provider } from "../plugin/provider.ts";
import { type Props, secret } from "../wire.ts";
import type { Cascades } from "./cascade.ts";
import { stillThere } from "./interrupted.ts";
import { type Plan, plan } from "./plan.ts";
import { known, now, type Run } from "./run.ts";

/** A registration on its way: the new state so far, and the one it takes the place of. */
export interface Registration {
  goal: Goal;
  draft: ResourceState;
  former: ResourceState | undefined;
}

export interface CustomContext {
  run: Run;
  cascades: Cascades;
  /** URNs that were replaced in this run. */
  replaced: Set<string>;
}

/** Creates, updates, replaces or keeps a resource of a provider; answers with its new state. */
export async function registerCustom(
  context: CustomContext,
  registration: Registration,
): Promise<ResourceState> {
  const { run } = context;
  const { goal } = registration;
  const reference = registration.draft.provider ?? "";
  const provider = await run.providers.get(reference);
  const old = registration.former && (await stillThere(run, registration.former));
  const news = withIgnoredChanges(goal, old);
  const inputs = await check(run, provider, registration.draft.urn, old, news);
  const draft = { ...registration.draft, inputs };
  if (!old || old.external) return create(run, provider, draft, { op: "create", former: old });
  if (old.pendingReplacement) {
    return create(run, provider, draft, { op: "create-replacement", former: old });
  }
  run.said.delete(draft.urn);
  const diff = await run.questions.run(() => provider.diff(known(old), inputs, goal.ignoreChanges));
  const decision = plan({
    old,
    inputs,
    goal,
    diff,
    said: run.said.get(draft.urn),
    forcedReplace: mustBeReplaced(context, old, draft),
    forcedUpdate: run.interrupted.has("updating", draft.urn) ? "its last update was interrupted" : undefined,
  });
  switch (decision.op) {
    case "same":
      return keep(run, draft, old);
    case "update":
      return update(run, provider, goal, draft, old, decision);
    case "replace":
      return replace(context, provider, draft, old, news, decision);
  }
}

function withIgnoredChanges(goal: Goal, old: ResourceState | undefined): Props {
  if (!old) return goal.props;
  return goal.ignoreChanges.reduce(
    (props, path) => restorePath(props, old.inputs, splitPath(path)) as Props,
    goal.props,
  );
}

/** @throws TensoraError with every property that the provider refuses */
async function check(
  run: Run,
  provider: Provider,
  urn: string,
  old: ResourceState | undefined,
  news: Props,
  salt = "",
): Promise<Props> {
  const seed = Buffer.from(sha256(`${urn}${old?.id ?? run.scope.project}${salt}`), "hex");
  const olds = old && !old.pendingReplacement && salt === "" ? old.inputs : {};
  const { inputs, failures } = await run.questions.run(() => provider.check(urn, olds, news, seed));
  if (failures.length > 0) {
    const reasons = failures.map(({ property, reason }) => (property ? `${property}: ${reason}` : reason));
    throw new TensoraError(`${nameOfUrn(urn)} is refused: ${reasons.join("; ")}`, { where: urn });
  }
  return inputs;
}

function mustBeReplaced(
  { replaced }: CustomContext,
  old: ResourceState,
  draft: ResourceState,
): string | undefined {
  const from = old.provider ?? "";
  const to = draft.provider ?? "";
  if (replaced.has(urnOfReference(to))) return "its provider is replaced";
  if (from !== to && !(isDefaultProvider(from) && isDefaultProvider(to))) return "its provider has changed";
  if (draft.deletedWith !== undefined && replaced.has(draft.deletedWith)) {
    return `${nameOfUrn(draft.deletedWith)}, which it lives in, is replaced`;
  }
  return undefined;
}

function keep(run: Run, draft: ResourceState, old: ResourceState): ResourceState {
  const next = { ...draft, outputs: withSecretOutputs(draft, old.outputs) };
  // An equal state keeps its identity, and with it its text: a run that changes nothing writes nothing.
  const state = sameValue(old, next) ? old : next;
  run.steps.note(
    { op: "same", resource: state },
    () => {
      run.interrupted.settle(state.urn);
      run.snapshot.commit(state, old);
    },
    state !== old,
  );
  return state;
}

async function update(
  run: Run,
  provider: Provider,
  goal: Goal,
  draft: ResourceState,
  old: ResourceState,
  decision: Plan,
): Promise<ResourceState> {
  let state = draft;
  const commit = () => {
    run.interrupted.settle(state.urn);
    run.snapshot.commit(state, old);
  };
  const step = { op: "update" as const, resource: draft, ...decisionShown(decision) };
  await run.steps.run(step, async () => {
    const options = { preview: run.dryRun, timeout: goal.customTimeouts?.update ?? 0 };
    try {
      const outputs = await provider.update(known(old), draft.inputs, goal.ignoreChanges, options);
      state = { ...draft, outputs: withSecretOutputs(draft, outputs), modified: now() };
    } catch (error) {
      if (error instanceof PartialFailure) {
        state = { ...draft, outputs: error.outputs, initErrors: error.reasons, modified: now() };
        commit();
      }
      throw error;
    }
    return commit;
  });
  return state;
}

async function replace(
  { run, cascades, replaced }: CustomContext,
  provider: Provider,
  draft: ResourceState,
  old: ResourceState,
  news: Props,
  decision: Plan,
): Promise<ResourceState> {
  if (old.protect) {
    throw new TensoraError(`${nameOfUrn(old.urn)} cannot be replaced: it is protected`, {
      where: old.urn,
      next: ["remove the option protect from the program, run up, then change it"],
    });
  }
  replaced.add(draft.urn);
  // Checked once more without the old inputs, so that the provider makes up new names of its own.
  const inputs = await check(run, provider, draft.urn, old, news, "replacement");
  const fresh = { ...draft, inputs, created: undefined };
  const shown = decisionShown(decision);
  if (!decision.deleteFirst) {
    return create(run, provider, fresh, {
      op: "create-replacement",
      former: old,
      keepFormer: true,
      ...shown,
    });
  }
  await cascades.deleteForReplacement(old);
  const former = run.snapshot.former(old.urn);
  return create(run, provider, fresh, { op: "create-replacement", former, ...shown });
}

const decisionShown = ({ differences, reason }: Plan) => ({ differences, reason });

interface Creation {
  op: StepOp;
  former: ResourceState | undefined;
  /** The former one stays until the end of the run, marked for deletion. */
  keepFormer?: boolean;
  differences?: PropertyDifference[];
  reason?: string | undefined;
}

async function create(
  run: Run,
  provider: Provider,
  draft: ResourceState,
  { op, former, keepFormer = false, differences = [], reason }: Creation,
): Promise<ResourceState> {
  const unborn: ResourceState = { ...draft, id: undefined, outputs: {} };
  let state = unborn;
  const commit = () => {
    run.interrupted.settle(state.urn);
    if (former && keepFormer) run.snapshot.replace(former, { ...former, delete: true });
    run.snapshot.commit(state, keepFormer ? undefined : former);
  };
  await run.steps.run({ op, resource: unborn, differences, reason }, async () => {
    const options = { preview: run.dryRun, timeout: draft.customTimeouts?.create ?? 0 };
    const time = { created: now(), modified: now() };
    try {
      const { id, outputs } = await provider.create(draft.urn, draft.inputs, options);
      state = { ...unborn, id: id || undefined, outputs: withSecretOutputs(draft, outputs), ...time };
    } catch (error) {
      if (error instanceof PartialFailure && !run.dryRun) {
        state = { ...unborn, id: error.id, outputs: error.outputs, initErrors: error.reasons, ...time };
        commit();
      }
      throw error;
    }
    return commit;
  });
  return state;
}

function withSecretOutputs(resource: ResourceState, outputs: Props): Props {
  const marked = { ...outputs };
  for (const key of resource.additionalSecretOutputs ?? []) {
    if (key in marked) marked[key] = secret(marked[key]);
  }
  return marked;
}
