import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { ProgramError } from "../lib/errors.ts";
import { launcher } from "./launcher.ts";
import { moduleDir } from "./lookup.ts";
import type { NpmRecipe } from "./programs.ts";

/**
 * Installs the package of an npm program as its lock file pins it, with a launcher `run` that node starts it by. No
 * script of a package runs.
 * @throws ProgramError when npm fails
 */
export async function installNpm(name: string, recipe: NpmRecipe, dir: string): Promise<void> {
  fs.mkdirSync(dir, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ...recipe.preload]) {
    fs.copyFileSync(path.join(moduleDir(recipe), file), path.join(dir, file));
  }
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = await execa("npm", args, { cwd: dir, all: true, reject: false, stdin: "ignore" });
  if (result.failed) {
    const exit = { code: result.exitCode ?? null, signal: result.signal ?? null };
    const lines = (result.all ?? result.message ?? "").split("\n").slice(-20);
    const details = { where: `toolchain/${recipe.module}`, next: ["run it again"] };
    throw new ProgramError(`${name} could not be installed`, ["npm", ...args], exit, lines, details);
  }
  fs.writeFileSync(path.join(dir, "run"), launcher(recipe), { mode: 0o755 });
}
