import type { EngineEvent } from "../events.ts";
import type { ResourceState } from "../model/resource.ts";
import type { Targets } from "../model/targets.ts";
import type { UrnScope } from "../model/urn.ts";
import type { Known } from "../plugin/provider.ts";
import type { StackConfig } from "../project/config.ts";
import type { Snapshot } from "../state/snapshot.ts";
import type { Health } from "./health.ts";
import type { Interrupted } from "./interrupted.ts";
import type { Providers } from "./providers.ts";
import type { Slots } from "./slots.ts";
import type { StepRunner } from "./steps.ts";

/** One operation in progress: what all its parts share. */
export interface Run {
  readonly scope: UrnScope;
  readonly dryRun: boolean;
  readonly config: StackConfig;
  readonly snapshot: Snapshot;
  readonly health: Health;
  readonly steps: StepRunner;
  readonly providers: Providers;
  readonly interrupted: Interrupted;
  readonly targets: Targets;
  /** What providers said last of a resource, by URN. */
  readonly said: Map<string, string>;
  /** Limits how many questions (check, diff, read) are put to providers at a time. */
  readonly questions: Slots;
  emit(event: EngineEvent): void;
}

/** A recorded resource as a provider gets it. */
export const known = (resource: ResourceState): Known => ({
  urn: resource.urn,
  id: resource.id ?? "",
  inputs: resource.inputs,
  outputs: resource.outputs,
});

/** The present time as the state file has it. */
export const now = (): string => new Date().toISOString();

export function warn(run: Run, message: string, urn?: string): void {
  run.emit({ kind: "log", severity: "warning", source: "engine", message, urn, ephemeral: false });
}
