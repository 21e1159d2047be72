import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { nodeArguments, ownArguments } from "../launcher.ts";
import { programFile, programPath } from "../lookup.ts";
import { type NpmRecipe, type OwnRecipe, RECIPES, type ToolName } from "../programs.ts";
import { closureOf } from "./closure.ts";
import { PLACES } from "./places.ts";
import { type Entry, folderEntries } from "./layer.ts";
import { OFFICIAL, type OfficialProgram } from "./official.ts";

/** Who runs in a container: nobody of the machine's. */
export const CONTAINER_USER = 65532;

const NODE = "/usr/local/bin/node";
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** What an image runs, before a service's own arguments. @param official whether it is made from the official one */
export function entrypointOf(program: ToolName, official = false): [string, ...string[]] {
  if (official && program in OFFICIAL) return [OFFICIAL[program as OfficialProgram]];
  const recipe = RECIPES[program];
  switch (recipe.kind) {
    case "go":
      return [goFile(program)];
    case "npm":
      return [NODE, ...nodeArguments(recipe, PLACES.app)];
    case "own":
      return [NODE, ...ownArguments(recipe, `${PLACES.app}/${program}.cjs`)];
  }
}

/** The layers of a program's image, from the one that changes least. Images of one kind share the first ones. */
export function layersOf(program: ToolName): Entry[][] {
  const recipe = RECIPES[program];
  switch (recipe.kind) {
    case "go":
      return [base(), [executable(goFile(program), programPath(program))]];
    case "npm":
      return [base(), node(), npm(recipe, path.dirname(programPath(program)))];
    case "own":
      return [base(), node(), ...packages(recipe), own(program)];
  }
}

const goFile = (program: ToolName) => `/usr/local/bin/${program}`;

const executable = (to: string, from: string): Entry => ({ kind: "file", path: to, mode: 0o755, from });

/** What every program finds: a user, certificates where this machine has some, folders that can be written to. */
function base(): Entry[] {
  const user = `tensora:x:${CONTAINER_USER}:${CONTAINER_USER}:tensora:/:/sbin/nologin\n`;
  return [
    { kind: "text", path: "/etc/passwd", mode: 0o644, text: `root:x:0:0:root:/:/sbin/nologin\n${user}` },
    { kind: "text", path: "/etc/group", mode: 0o644, text: `root:x:0:\ntensora:x:${CONTAINER_USER}:\n` },
    ...(fs.existsSync(CERTIFICATES)
      ? [{ kind: "file", path: CERTIFICATES, mode: 0o644, from: CERTIFICATES } as const]
      : []),
    ...foundation(),
  ];
}

/** What every service finds, whatever its image is made from. */
export function foundation(): Entry[] {
  return [
    { kind: "folder", path: "/tmp", mode: 0o1777 },
    // Containers run as the owner of the stack's files, whoever that is.
    { kind: "folder", path: PLACES.data, mode: 0o777, owner: CONTAINER_USER },
    executable(PLACES.attendant, programPath("attendant")),
  ];
}

/** This machine's node with the libraries that it is linked against. */
function node(): Entry[] {
  const listed = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
  const libraries = listed.split("\n").flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  return [executable(NODE, process.execPath), ...libraries.sort().map((file) => executable(file, file))];
}

/** Nobody reads maps and types in a container; they are half of what npm installs. */
const USELESS = /\.(map|md|ts|mts|cts)$/;

const npm = (_recipe: NpmRecipe, folder: string): Entry[] =>
  folderEntries(folder, PLACES.app, (name) => !USELESS.test(name));

/** Packages that a bundle leaves out, with all that they need, in a layer of their own: they change least. */
function packages({ packages: names = [] }: OwnRecipe): Entry[][] {
  if (names.length === 0) return [];
  const folders = closureOf(names);
  return [folders.flatMap(({ from, to }) => folderEntries(from, to, (name) => !USELESS.test(name)))];
}

const own = (program: ToolName): Entry[] =>
  [`${program}.cjs`, `${program}.cjs.map`].map((file) => ({
    kind: "file",
    path: `${PLACES.app}/${file}`,
    mode: 0o644,
    from: path.join(path.dirname(programFile(program)), file),
  }));
