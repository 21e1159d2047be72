import { projectRoot } from "../lib/root.ts";
import { passphrase } from "./passphrase.ts";

/** What the commands that look at a stack have in common. */
export interface StackOptions {
  stack: string;
  json?: boolean;
  /** `path=value` over what the stack file says, for this run only. */
  set?: string[];
  /** The user has agreed ahead to what would be asked. */
  yes?: boolean;
}

export const root = projectRoot;

/** Asked only when a secret is met. */
export const ownPassphrase = () => passphrase(projectRoot());
