/** The embedded engine: runs a Pulumi TypeScript program without the Pulumi CLI. No console output, only events. */
import type { EngineResult } from "./events.ts";
import type { Operation, ResourceState } from "./model/resource.ts";
import { operate } from "./operation.ts";
import type { EngineOptions } from "./options.ts";
import { readProject } from "./project/project.ts";
import { PassphraseKey } from "./secrets/passphrase.ts";
import type { Checkpoint } from "./state/checkpoint.ts";
import { openResources, StateFolder } from "./state/store.ts";

export type * from "./events.ts";
export { masked, type PropertyDifference, SECRET_MASK, UNKNOWN_MASK } from "./model/difference.ts";
export type { Operation, ResourceState } from "./model/resource.ts";
export { nameOfUrn, STACK_TYPE, typeOfUrn } from "./model/urn.ts";
export type { EngineOptions } from "./options.ts";
export { exportState, importState, type Repair, repairState } from "./state/manage.ts";

/** Says what `up` would do; changes nothing and takes no lock. */
export const preview = (options: EngineOptions): Promise<EngineResult> => operate("preview", options);
/** Runs the program and makes the world as it says. */
export const up = (options: EngineOptions): Promise<EngineResult> => operate("up", options);
/** Reads all resources back from the world and records what has drifted or is gone. */
export const refresh = (options: EngineOptions): Promise<EngineResult> => operate("refresh", options);
/** Deletes all resources of the stack; the program is not run. */
export const destroy = (options: EngineOptions): Promise<EngineResult> => operate("destroy", options);

/** The recorded state of a stack. */
export interface StackSnapshot {
  project: string;
  stack: string;
  /** What is depended on comes first. */
  resources: ResourceState[];
  /** What an interrupted run has left open. */
  operations: Operation[];
  /** The engine that changed it last. */
  engine: Checkpoint["engine"];
}

/**
 * Reads the recorded state without taking the lock.
 * @param passphrase opens the secrets; without it they stay encrypted
 * @throws TensoraError for a torn, foreign or newer state file, or a wrong passphrase
 */
export async function readStack(
  root: string,
  stack: string,
  passphrase?: () => string | Promise<string>,
): Promise<StackSnapshot> {
  const project = await readProject(root);
  const folder = new StateFolder(project.stateRoot, project.name, stack);
  const { resources, operations, salt, engine } = await folder.read();
  const key = new PassphraseKey(salt, passphrase);
  const shown = passphrase === undefined ? resources : await openResources(resources, key);
  return { project: project.name, stack, resources: shown, operations, engine };
}
