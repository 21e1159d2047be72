import type { NpmRecipe } from "./programs.ts";

/** As much as a busy program needs, and young objects that are collected early. */
const HEAP = "--max-old-space-size=512 --max-semi-space-size=2";

/**
 * The script that starts an npm program. Its folder is found when it runs: it takes its final name only when it is whole.
 */
export function launcher({ preload: [first], script }: NpmRecipe): string {
  const preload = first === undefined ? "" : ` --import "$here/${first}"`;
  return `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "${process.execPath}" ${HEAP}${preload} "$here/node_modules/${script}" "$@"
`;
}
