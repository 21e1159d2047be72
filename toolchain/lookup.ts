import fs from "node:fs";
import path from "node:path";
import { TensoraError } from "../lib/errors.ts";
import { projectRoot } from "../lib/root.ts";
import { cacheDir, contentKey } from "./cache.ts";
import { launcher, ownArguments } from "./launcher.ts";
import {
  type GoRecipe,
  type NpmRecipe,
  pinnedVersion,
  RECIPES,
  type Recipe,
  type ToolName,
} from "./programs.ts";

const FLAGS = ["-mod=readonly", "-buildvcs=false", "-trimpath"];
const digests = new Map<ToolName, string>();

/** The folder of `toolchain/` that pins a program of others. */
export const moduleDir = ({ module }: GoRecipe | NpmRecipe) => path.join(projectRoot(), "toolchain", module);

/** The arguments of `go` that build a program; the output file is put in front of the package. */
export function buildArgs(recipe: GoRecipe, output: string): string[] {
  const flags = linkerFlags(recipe, moduleFile(recipe, "go.mod"));
  const tags = recipe.tags ? ["-tags", recipe.tags.join(",")] : [];
  return ["build", ...FLAGS, ...tags, "-ldflags", flags, "-o", output, recipe.package];
}

/**
 * A content hash of all that decides what a program is. Known before the program is made, and the same on every machine
 * of the same platform; only a program of this project must be bundled first.
 */
export function programDigest(name: ToolName): string {
  let digest = digests.get(name);
  if (digest === undefined) {
    digest = contentKey(contentOf(name, RECIPES[name]));
    digests.set(name, digest);
  }
  return digest;
}

/**
 * Of a Go program its pinned modules and sums, own sources, build flags and platform; the compiler's release is not part of it
 * (go.mod has the least one), so that looking a program up needs no Go. Of an npm program its lock file, of a
 * program of this project its bundle, the same wherever it lies, and the releases of packages beside it; of both how they are
 * started, and by which release of node.
 */
function contentOf(name: ToolName, recipe: Recipe): string[] {
  const platform = [process.platform, process.arch];
  if (recipe.kind === "own") {
    const manifests = (recipe.packages ?? []).map((it) =>
      path.join(projectRoot(), "node_modules", it, "package.json"),
    );
    const contents = [bundleOf(name), ...manifests].map((file) => fs.readFileSync(file, "utf8"));
    // The launcher itself names this folder: another work tree's program is the same one.
    return [...contents, ...ownArguments(recipe, name), process.version, ...platform];
  }
  if (recipe.kind === "npm") {
    const files = ["package.json", "package-lock.json", ...recipe.preload];
    return [...files.map((file) => moduleFile(recipe, file)), launcher(recipe), process.version, ...platform];
  }
  const files = goFiles(recipe).map((file) => moduleFile(recipe, file));
  return [...files, ...buildArgs(recipe, name), ...platform];
}

/** The go.mod with its sums, and the sources beside it; modules that take another's place lie in folders of their own. */
const goFiles = (recipe: GoRecipe) =>
  fs
    .readdirSync(moduleDir(recipe), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)go\.(mod|sum)$|\.go$/.test(file))
    .sort();

const bundleOf = (name: ToolName) => path.join(projectRoot(), ".build", `${name}.cjs`);

/** Where a program is, or will be when it is made. */
export function programFile(name: ToolName): string {
  const { kind } = RECIPES[name];
  if (kind === "own") return path.join(projectRoot(), ".build", name);
  const place = path.join(cacheDir(), "programs", programDigest(name), name);
  return kind === "npm" ? path.join(place, "run") : place;
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
    next: [
      "run `./tensora up`, which builds missing programs",
      "run `./tensora doctor` to see what is missing",
    ],
  });
}

function moduleFile(recipe: GoRecipe | NpmRecipe, file: string): string {
  return fs.readFileSync(path.join(moduleDir(recipe), file), "utf8");
}

function linkerFlags(recipe: GoRecipe, goMod: string): string {
  const version = recipe.version && pinnedVersion(goMod, recipe.version.of);
  return ["-s", "-w", ...(version ? [`-X ${recipe.version?.variable}=${version}`] : [])].join(" ");
}
