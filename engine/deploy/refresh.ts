import { differences } from "../model/difference.ts";
import type { ResourceState } from "../model/resource.ts";
import { isProviderType, nameOfUrn } from "../model/urn.ts";
import { sameValue } from "../model/values.ts";
import type { Provider } from "../plugin/provider.ts";
import { secret } from "../wire.ts";
import { known, now, type Run, warn } from "./run.ts";

/** Reads every managed resource back from the world, records what has drifted or is gone, and says what is not well. */
export async function refreshResources(run: Run): Promise<void> {
  const managed = run.snapshot.base.filter(
    (resource) =>
      run.targets.has(resource.urn) &&
      resource.custom &&
      !resource.delete &&
      !resource.pendingReplacement &&
      !isProviderType(resource.type),
  );
  await Promise.allSettled(managed.map((resource) => refreshOne(run, resource)));
}

async function refreshOne(run: Run, resource: ResourceState): Promise<void> {
  run.health.throwIfStopped();
  const read = await ask(run, resource, (provider) => provider.read(known(resource)));
  if (read === undefined) return;
  if (read.id === "") {
    warn(run, "it is gone", resource.urn);
    const reason = "it no longer exists";
    run.steps.note({ op: "refresh", resource, reason }, () => run.snapshot.remove(resource), true);
    return;
  }
  const outputs = { ...read.outputs };
  for (const key of resource.additionalSecretOutputs ?? []) {
    if (key in outputs) outputs[key] = secret(outputs[key]);
  }
  const inputs = read.inputs ?? resource.inputs;
  const drift = differences(resource.outputs, outputs);
  if (drift.length === 0 && sameValue(resource.inputs, inputs)) return observe(run, resource);
  const next = { ...resource, inputs, outputs, modified: now() };
  const commit = () => run.snapshot.replace(resource, next);
  run.steps.note(
    { op: "refresh", resource: next, differences: drift, reason: "it has drifted" },
    commit,
    true,
  );
}

/**
 * Reading shows outputs only. Whatever else a provider sees of the world, such as a process that is dead, it says when it
 * compares a resource with what it should be already. Nothing of that is recorded: `up` puts it right.
 */
async function observe(run: Run, resource: ResourceState): Promise<void> {
  const { urn, inputs, ignoreChanges = [] } = resource;
  run.said.delete(urn);
  const diff = await ask(run, resource, (provider) => provider.diff(known(resource), inputs, ignoreChanges));
  if (diff === undefined) return;
  const nothing = () => undefined;
  if (diff.changes !== "some") return run.steps.note({ op: "same", resource }, nothing, false);
  const reason = run.said.get(urn) ?? "it differs from its recorded state";
  const seen = differences(inputs, inputs, diff.changed);
  run.steps.note({ op: "refresh", resource, differences: seen, reason }, nothing, false);
}

/** Puts a question to a resource's provider. A failure is recorded; there is no answer then. */
async function ask<Answer>(
  run: Run,
  resource: ResourceState,
  question: (provider: Provider) => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    const provider = await run.providers.get(resource.provider ?? "");
    return await run.questions.run(() => question(provider));
  } catch (error) {
    const { urn, type } = resource;
    run.health.fail(error, { urn, type, name: nameOfUrn(urn) });
    return undefined;
  }
}
