import type { Role } from "../spec/services.ts";
import type { Step } from "./common/step.ts";

/** What of a stack there must be for a step. */
export type Part = "rollup" | "protocol" | "subnets";

/** The components that declare steps, and the part that each belongs to. */
export const PARTS = {
  settlement: "rollup",
  smoke: "rollup",
  protocol: "protocol",
  "smoke-tora": "protocol",
  subnets: "subnets",
  "smoke-subnets": "subnets",
} as const satisfies Record<string, Part>;
export type StepComponent = keyof typeof PARTS;

interface Described {
  /** The component that declares it, by its name in the stack. */
  component: StepComponent;
  /** A line of the help and of docs/steps.md: what it does or shows. */
  about: string;
  load(): Promise<Step>;
}

interface Ordered extends Described {
  kind: "deploy" | "gate";
  /** Where its component gives it other inputs than its other steps. */
  inputs?: "own";
  /** What is ready or has passed before it begins: services by their role, and other steps. All else runs beside it. */
  after: readonly (Role | `${"deploy" | "smoke"}/${string}`)[];
}

/** Drills of a component run after its gates, one after another, in the order of the list. */
interface Drill extends Described {
  kind: "drill";
}

/** One step in the list of `steps/registry.ts`. */
export type Entry = Ordered | Drill;
