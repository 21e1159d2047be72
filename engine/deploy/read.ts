import { TensoraError } from "../../lib/errors.ts";
import type { ResourceState } from "../model/resource.ts";
import { nameOfUrn, packageOfToken } from "../model/urn.ts";
import type { CheckFailure } from "../plugin/provider.ts";
import { unsupportedFeature } from "../program/decode.ts";
import type { InvokeGoal, ReadGoal, Registered } from "../program/service.ts";
import { type Props, UNKNOWN } from "../wire.ts";
import type { Registrar } from "./register.ts";
import type { Run } from "./run.ts";

/** Reads a resource that the stack does not manage (`Resource.get`). @throws TensoraError when it is not there */
export async function readExternal(run: Run, registrar: Registrar, goal: ReadGoal): Promise<Registered> {
  const pkg = packageOfToken(goal.type);
  if (pkg === "pulumi") throw unsupportedFeature(`reading ${goal.type}`, goal.name);
  const reference =
    goal.provider || (await registrar.defaultProvider(pkg, goal.version, goal.pluginDownloadUrl));
  const urn = registrar.claim(goal.parent, goal.type, goal.name);
  const former = run.snapshot.former(urn);
  if (former && !former.external) {
    throw new TensoraError(`${goal.name} cannot be read: the stack manages it`, { where: urn });
  }
  const draft: ResourceState = {
    urn,
    type: goal.type,
    custom: true,
    external: true,
    id: goal.id,
    inputs: {},
    outputs: {},
    parent: goal.parent,
    provider: reference,
    dependencies: goal.dependencies.length > 0 ? goal.dependencies : undefined,
  };
  let state = draft;
  if (goal.id !== UNKNOWN) {
    const provider = await run.providers.get(reference);
    await run.steps.run({ op: "read", resource: draft }, async () => {
      const found = await provider.read({ urn, id: goal.id, inputs: {}, outputs: goal.props });
      if (found.id === "") throw new TensoraError(`${nameOfUrn(urn)}: there is no ${goal.type} ${goal.id}`);
      state = { ...draft, outputs: found.outputs };
      return () => run.snapshot.commit(state, former);
    });
  }
  registrar.add(state);
  return { urn, id: goal.id, outputs: state.outputs };
}

/** Calls a function of a provider, or of the engine itself. */
export async function invoke(
  run: Run,
  registrar: Registrar,
  goal: InvokeGoal,
): Promise<{ result: Props; failures: CheckFailure[] }> {
  if (goal.token === "pulumi:pulumi:getResource") {
    const state = registrar.state(String(goal.args.urn));
    if (!state) throw new TensoraError(`there is no resource ${String(goal.args.urn)}`);
    return { result: { urn: state.urn, id: state.id ?? "", state: state.outputs }, failures: [] };
  }
  const pkg = packageOfToken(goal.token);
  const reference =
    goal.provider || (await registrar.defaultProvider(pkg, goal.version, goal.pluginDownloadUrl));
  const provider = await run.providers.get(reference);
  return provider.invoke(goal.token, goal.args, run.dryRun);
}
