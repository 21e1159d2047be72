import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { ProgramError, TensoraError } from "../lib/errors.ts";
import { makeOnce } from "./cache.ts";
import { checkGo } from "./go.ts";
import { buildArgs, moduleDir, programFile } from "./lookup.ts";
import { installNpm } from "./npm.ts";
import { type GoRecipe, RECIPES, type Recipe, type ToolName } from "./programs.ts";
import { type OnProgress, Ticker } from "./progress.ts";

/**
 * Makes those of the programs that are not in the cache, one after the other: the Go compiler uses all cores anyway.
 * An interrupted build goes on where it stopped, from Go's own cache.
 * @throws TensoraError when Go is missing or too old, ProgramError when a build fails
 */
export async function ensurePrograms(
  names: readonly ToolName[],
  onProgress: OnProgress = () => {},
): Promise<void> {
  const missing = names.map((name) => ({ name, recipe: RECIPES[name] })).filter(({ name }) => !isMade(name));
  const go = missing.flatMap(({ recipe }) => (recipe.kind === "go" ? [recipe] : []))[0];
  if (go) await checkGo(moduleDir(go));
  for (const name of names) await ensureProgram(name, RECIPES[name], onProgress);
}

const isMade = (name: ToolName) => fs.existsSync(programFile(name));

async function ensureProgram(name: ToolName, recipe: Recipe, onProgress: OnProgress): Promise<void> {
  if (recipe.kind === "own") return;
  const ticker = new Ticker(name, onProgress);
  const file = programFile(name);
  if (recipe.kind === "npm")
    return makeOnce(path.dirname(file), ticker, (dir) => installNpm(name, recipe, dir));
  await makeOnce(file, ticker, async (temporary, signal) => {
    await build(name, recipe, temporary, signal);
    fs.chmodSync(temporary, 0o755);
  });
}

/** Builds run beside tests that have deadlines, and beside whatever the user does meanwhile: both go first. */
const NICENESS = 15;

async function build(name: ToolName, recipe: GoRecipe, output: string, signal: AbortSignal): Promise<void> {
  const args = buildArgs(recipe, output);
  const result = await execa("nice", ["-n", String(NICENESS), "go", ...args], {
    cwd: moduleDir(recipe),
    // A workspace, a C compiler or private flags of the user must not change what is built.
    env: { CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on", GOFLAGS: "-mod=readonly" },
    all: true,
    reject: false,
    stdin: "ignore",
    cancelSignal: signal,
  });
  if (result.isCanceled)
    throw new TensoraError(`the build lock of ${name} was lost`, {
      cause: signal.reason,
      next: ["run it again"],
    });
  if (!result.failed) return;
  const exit = { code: result.exitCode ?? null, signal: result.signal ?? null };
  throw new ProgramError(
    `${name} could not be built`,
    ["go", ...args],
    exit,
    result.all.split("\n").slice(-20),
    {
      where: `toolchain/${recipe.module}`,
      next: ["run it again: builds continue where they stopped"],
    },
  );
}
