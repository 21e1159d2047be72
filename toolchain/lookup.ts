import fs from "node:fs";
import path from "node:path";
import { TensoraError } from "../lib/errors.ts";
import { projectRoot } from "../lib/root.ts";
import { cacheDir, contentKey } from "./cache.ts";
import { pinnedVersion, RECIPES, type Recipe, type ToolName } from "./programs.ts";

const FLAGS = ["-mod=readonly", "-buildvcs=false", "-trimpath"];
const digests = new Map<ToolName, string>();

/** The folder of the Go module that pins a program. */
export function moduleDir(name: ToolName): string {
  return path.join(projectRoot(), "toolchain", RECIPES[name].module);
}

/** The arguments of `go` that build a program; the output file is put in front of the package. */
export function buildArgs(name: ToolName, output: string): string[] {
  return [
    "build",
    ...FLAGS,
    "-ldflags",
    linkerFlags(RECIPES[name], moduleFile(name, "go.mod")),
    "-o",
    output,
    RECIPES[name].package,
  ];
}

/**
 * A content hash of all that decides what a program is: its pinned modules and sums, build flags, and platform.
 * Known before the program is built, and the same on every machine of the same platform. The compiler's release is
 * not part of it (go.mod has the least one), so that looking a program up needs no Go.
 */
export function programDigest(name: ToolName): string {
  let digest = digests.get(name);
  if (digest === undefined) {
    const files = ["go.mod", "go.sum", "tools.go"].map((file) => moduleFile(name, file));
    digest = contentKey([...files, ...buildArgs(name, name), process.platform, process.arch]);
    digests.set(name, digest);
  }
  return digest;
}

/** Where a program is, or will be when it is built. */
export function programFile(name: ToolName): string {
  return path.join(cacheDir(), "programs", programDigest(name), name);
}

/**
 * The absolute path of a built program.
 * @throws TensoraError when it is not built yet
 */
export function programPath(name: ToolName): string {
  const file = programFile(name);
  if (fs.existsSync(file)) return file;
  throw new TensoraError(`${name} is not built`, {
    where: file,
    next: ["run `./tensora up`, which builds what is missing", "see `./tensora doctor` for what is missing"],
  });
}

function moduleFile(name: ToolName, file: string): string {
  return fs.readFileSync(path.join(moduleDir(name), file), "utf8");
}

function linkerFlags(recipe: Recipe, goMod: string): string {
  const version = recipe.version && pinnedVersion(goMod, recipe.version.of);
  return ["-s", "-w", ...(version ? [`-X ${recipe.version?.variable}=${version}`] : [])].join(" ");
}
