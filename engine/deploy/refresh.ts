import { differences } from "../model/difference.ts";
import type { ResourceState } from "../model/resource.ts";
import { isProviderType } from "../model/urn.ts";
import { sameValue } from "../model/values.ts";
import { secret } from "../wire.ts";
import { known, now, type Run, warn } from "./run.ts";

/** Reads every managed resource back from the world and records what has drifted or is gone. */
export async function refreshResources(run: Run): Promise<void> {
  const managed = run.snapshot.base.filter(
    (resource) =>
      resource.custom && !resource.delete && !resource.pendingReplacement && !isProviderType(resource.type),
  );
  await Promise.allSettled(managed.map((resource) => refreshOne(run, resource)));
}

async function refreshOne(run: Run, resource: ResourceState): Promise<void> {
  run.health.throwIfStopped();
  const read = await readBack(run, resource);
  if (read === undefined) return;
  if (read.id === "") {
    warn(run, "it is gone", resource.urn);
    const reason = "it is gone from the world";
    run.steps.note({ op: "refresh", resource, reason }, () => run.snapshot.remove(resource), true);
    return;
  }
  const outputs = { ...read.outputs };
  for (const key of resource.additionalSecretOutputs ?? []) {
    if (key in outputs) outputs[key] = secret(outputs[key]);
  }
  const inputs = read.inputs ?? resource.inputs;
  const drift = differences(resource.outputs, outputs);
  if (drift.length === 0 && sameValue(resource.inputs, inputs)) {
    run.steps.note({ op: "same", resource }, () => undefined, false);
    return;
  }
  const next = { ...resource, inputs, outputs, modified: now() };
  const commit = () => run.snapshot.replace(resource, next);
  run.steps.note(
    { op: "refresh", resource: next, differences: drift, reason: "it has drifted" },
    commit,
    true,
  );
}

async function readBack(run: Run, resource: ResourceState) {
  try {
    const provider = await run.providers.get(resource.provider ?? "");
    return await run.questions.run(() => provider.read(known(resource)));
  } catch (error) {
    const { urn, type } = resource;
    run.health.fail(error, { urn, type, name: urn.split("::").slice(3).join("::") });
    return undefined;
  }
}
