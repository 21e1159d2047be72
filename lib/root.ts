import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { TensoraError } from "./errors.ts";

/** Of all folders above a source file or a bundle, only the project's root has this file. */
const MARK = path.join("toolchain", "op-stack", "go.mod");
let root: string | undefined;

/** The absolute folder of this project, the same whether the code runs from its sources or from a bundle. */
export function projectRoot(): string {
  root ??= findRoot(path.dirname(fileURLToPath(import.meta.url)));
  return root;
}

function findRoot(from: string): string {
  if (fs.existsSync(path.join(from, MARK))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new TensoraError(`this program is not inside the project: no ${MARK} above it`);
  return findRoot(parent);
}
