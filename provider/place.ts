import { placeElsewhere } from "../lib/elsewhere.ts";
import { projectRoot } from "../lib/root.ts";
import type { Props } from "./kind.ts";

/**
 * Refuses to look at, change or delete what a state has in another folder than its own. A plugin's working folder is that of
 * the program, which has its stacks there.
 * @throws TensoraError with both folders and what to do
 */
export function refuseElsewhere(recorded: Props, stack: string): void {
  const problem = placeElsewhere(recorded, { root: process.cwd(), stack });
  if (problem && placeElsewhere(recorded, { root: projectRoot(), stack })) throw problem;
}
