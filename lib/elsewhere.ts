import fs from "node:fs";
import path from "node:path";
import { TensoraError } from "./errors.ts";
import { isWithin, STACKS, samePlace } from "./place.ts";

/** Where a stack must lie for this checkout to act on it. */
export interface Home {
  /** The project's folder. */
  root: string;
  stack: string;
}

type Inputs = Record<string, unknown>;

/** Inputs of resources that name a file or a folder of the stack. */
const NAMES = ["dir", "file", "folder"];

/** The files and folders of this machine that a resource is placed in. */
function placesOf(inputs: Inputs): string[] {
  const named = NAMES.map((name) => inputs[name]);
  return named.filter((value): value is string => typeof value === "string" && path.isAbsolute(value));
}

/**
 * What is to be said against a resource that a stack's state has in the folder of another checkout, or of another stack: whoever acted on it would stop
 * and delete what belongs there. Paths that lead to the same folder by symbolic links are the same.
 * @returns the error with both folders and what to do
 */
export function placeElsewhere(inputs: Inputs, home: Home): TensoraError | undefined {
  const foreign = placesOf(inputs).find((place) => !isHome(place, home));
  return foreign === undefined ? undefined : elsewhere(foreign, home);
}

function isHome(place: string, { root, stack }: Home): boolean {
  const folder = folderOf(place);
  if (folder !== undefined) return samePlace(folder, path.join(root, STACKS, stack));
  return isWithin(root, place) && path.normalize(place).split(path.sep).includes(stack);
}

/** The stack's folder that a path lies in, as the path says it. */
function folderOf(place: string): string | undefined {
  const parts = path.normalize(place).split(path.sep);
  const at = parts.lastIndexOf(STACKS);
  return at < 0 || parts[at + 1] === undefined ? undefined : parts.slice(0, at + 2).join(path.sep);
}

function elsewhere(place: string, { root, stack }: Home): TensoraError {
  const there = folderOf(place) ?? place;
  const here = path.join(root, STACKS, stack);
  return new TensoraError(`the state of stack ${stack} belongs to another folder: ${there}, not ${here}`, {
    where: `stack ${stack}`,
    next: waysOut(path.dirname(path.dirname(there)), there, { root, stack }),
  });
}

function waysOut(formerRoot: string, there: string, { root, stack }: Home): string[] {
  if (path.basename(there) !== stack)
    return [`rename the stack back to ${path.basename(there)}: its folder has this name`];
  const copied = `if this is a copy and you want a separate stack, remove the copied state: \`rm ${path.join(root, ".pulumi", "stacks")}/*/${stack}.json*\``;
  if (fs.existsSync(path.join(formerRoot, "Pulumi.yaml")))
    return [`use the stack in its own folder: \`cd ${formerRoot}\``, copied];
  const link = `\`mkdir -p ${path.dirname(formerRoot)} && ln -s ${root} ${formerRoot}\``;
  return [
    `if the checkout was moved, move it back, or create a link from the old path: ${link}, then \`./tensora up\``,
    copied,
  ];
}
