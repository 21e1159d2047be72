import type { EngineEvent } from "./events.ts";
import type { LaunchPlugin } from "./plugin/process.ts";
import type { LaunchProgram } from "./program/launch.ts";

/** Steps that run at a time unless the caller says otherwise. */
export const DEFAULT_PARALLEL = 32;

export interface EngineOptions {
  /** Folder of `Pulumi.yaml`. */
  root: string;
  stack: string;
  /** Asked only when a secret is met. */
  passphrase?: (() => string | Promise<string>) | undefined;
  /** Configuration for this run only, by dotted path below the project's namespace, such as `l2.blockTime`. */
  overrides?: Record<string, unknown> | undefined;
  /** Folder of plugins for packages of others, for those that the project lists no plugin for. */
  builtin?: string | undefined;
  /** Steps at a time; 32 by default. */
  parallel?: number | undefined;
  /** Restricts the run to these resources, by name or URN; all others stay as they are. */
  targets?: readonly string[] | undefined;
  /** Reads everything back from the world first. */
  refresh?: boolean | undefined;
  onEvent(event: EngineEvent): void;
  /** Ends the run in good order: what is in flight is finished and recorded, nothing else begins. */
  signal?: AbortSignal | undefined;
  /** Asks the providers, besides, to give up what is in flight. */
  urgentSignal?: AbortSignal | undefined;
}

/** How the engine reaches the outer world; tests replace parts of it. */
export interface Seams {
  launchProgram?: LaunchProgram;
  launchPlugin?: LaunchPlugin;
  /** Called around each write of the state file. */
  onWrite?(moment: "before" | "after"): void | Promise<void>;
}
