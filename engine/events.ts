import type { PropertyDifference } from "./model/difference.ts";
import type { Props } from "./wire.ts";

export type OperationKind = "preview" | "up" | "refresh" | "destroy";

/** What happens to one resource, by Pulumi's names. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "create-replacement"
  | "delete"
  | "delete-replaced"
  | "remove-pending"
  | "read"
  | "refresh";

export type Severity = "debug" | "info" | "warning" | "error";

/** What all events of one step carry. */
export interface StepInfo {
  op: StepOp;
  urn: string;
  type: string;
  name: string;
  /** URN of the parent in the tree; absent for the stack and for default providers. */
  parent?: string | undefined;
  /** URNs of what must be there first; absent where the engine that runs does not tell. */
  dependencies?: readonly string[] | undefined;
  /** Changed properties, masked; empty for a step that changes none. */
  differences: PropertyDifference[];
  /** Why the engine takes this step, where the properties alone do not say it. */
  reason?: string | undefined;
}

/** Start-up and run, split by phase: for progress and for the bench. */
export type Phase =
  | "state"
  | "config"
  | "plugins"
  | "program"
  | "refresh"
  | "registrations"
  | "deletes"
  | "saved";

export type EngineEvent =
  | { kind: "begin"; operation: OperationKind; project: string; stack: string; resources: number }
  | { kind: "phase"; phase: Phase; ms: number }
  | ({ kind: "step"; phase: "start" } & StepInfo)
  | ({ kind: "step"; phase: "done"; ms: number; id?: string | undefined } & StepInfo)
  | ({ kind: "step"; phase: "failed"; ms: number; error: string } & StepInfo)
  /** A component, or the stack, has registered its outputs: its subtree is complete. */
  | { kind: "outputs"; urn: string; outputs: Props }
  | {
      kind: "log";
      severity: Severity;
      message: string;
      /** Where it came from; `program` also stands for a provider that logs through the engine, with a URN. */
      source: "engine" | "program" | "plugin";
      urn?: string | undefined;
      /** Progress: shown while the step runs, not kept. */
      ephemeral: boolean;
    }
  | { kind: "end"; result: EngineResult };

/** A failure, with the resource it belongs to. */
export interface EngineError {
  message: string;
  urn?: string | undefined;
  name?: string | undefined;
  type?: string | undefined;
}

export interface EngineResult {
  ok: boolean;
  /** The signal ended the run before it was complete. */
  cancelled: boolean;
  /** Steps that were done (in a preview: planned), by operation. */
  counts: Partial<Record<StepOp, number>>;
  /** Outputs of the stack; secrets stay wrapped (`isSecret`), `masked` hides them. */
  outputs: Props;
  errors: EngineError[];
  durationMs: number;
}
