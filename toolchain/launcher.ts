import flags from "../scripts/node-flags.json" with { type: "json" };
import type { NpmRecipe, OwnRecipe } from "./programs.ts";

/**
 * What node is given to run an npm program: as much heap as a busy program needs and young objects that are collected
 * early, the files that are loaded before it, its script.
 * @param here the folder that the program is installed in
 */
export function nodeArguments({ preload: [first], script }: NpmRecipe, here: string): string[] {
  const preload = first === undefined ? [] : ["--import", `${here}/${first}`];
  return [...flags.npm, ...preload, `${here}/node_modules/${script}`];
}

/** The same for a program of this project: most do little, and a small heap keeps them small. @param bundle its file */
export const ownArguments = ({ heap = "own" }: OwnRecipe, bundle: string): string[] => [
  ...flags[heap],
  bundle,
];

/**
 * The script that starts an npm program. Its folder is found when it runs: it takes its final name only when it is whole.
 */
export function launcher(recipe: NpmRecipe): string {
  const quoted = nodeArguments(recipe, "$here").map((argument) =>
    argument.startsWith("$here") ? `"${argument}"` : argument,
  );
  return `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "${process.execPath}" ${quoted.join(" ")} "$@"
`;
}
