import { projectRoot } from "../lib/root.ts";
import { passphrase } from "../stack/passphrase.ts";
import { placeIn, type StackPlace } from "../stack/read.ts";

export type EngineName = "embedded" | "pulumi";

/** What the commands that look at a stack have in common. */
export interface StackOptions {
  stack: string;
  json?: boolean;
  /** `path=value` over what the stack file says, for this run only. */
  set?: string[];
  /** The user has agreed ahead to what would be asked. */
  yes?: boolean;
  /** Reads everything back from the world first. */
  refresh?: boolean;
  /** Restricts the run to these resources, by name or URN. */
  target?: string[];
  /** Which engine runs the program; by default Pulumi's where its CLI is on the PATH. */
  engine?: EngineName;
}

export const root = projectRoot;

/** Asked only when a secret is met. */
export const ownPassphrase = () => passphrase(projectRoot());

/** A stack of this checkout, for what reads it. */
export const placeOf = (stack: string): StackPlace => placeIn(projectRoot(), stack);
