import fs from "node:fs";
import path from "node:path";

/** The folder below a project's that has a folder for each of its stacks. */
export const STACKS = ".tensora";

/** The path without symbolic links; of what does not exist, that of the nearest folder above it which does. */
export function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    const above = path.dirname(file);
    return above === file ? file : path.join(realPath(above), path.basename(file));
  }
}

/** Whether two paths lead to the same file or folder. */
export const samePlace = (one: string, other: string) => one === other || realPath(one) === realPath(other);

/** Whether a path leads to a folder or to something below it. */
export function isWithin(folder: string, file: string): boolean {
  const way = path.relative(realPath(folder), realPath(file));
  return way === "" || !(way === ".." || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}
