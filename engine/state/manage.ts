import fs from "node:fs/promises";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import type { UrnScope } from "../model/urn.ts";
import { isPlainObject } from "../model/values.ts";
import { readProject } from "../project/project.ts";
import { CHECKPOINT_VERSION, type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { mended, problemsOf } from "./integrity.ts";
import { lockStack } from "./lock.ts";
import { StateFolder } from "./store.ts";

/** What a repair has done. */
export interface Repair {
  /** What was wrong, one sentence each; empty when nothing was. */
  problems: string[];
  /** The copy that took the place of a file that could not be read. */
  restored?: string;
  /** URNs of what could not be kept; it may still be in the world. */
  lost: string[];
}

interface Place {
  folder: StateFolder;
  scope: UrnScope;
}

/**
 * The recorded state as `pulumi stack export` prints it; secrets stay encrypted.
 * @throws TensoraError for a torn, foreign or newer state file
 */
export async function exportState(root: string, stack: string): Promise<string> {
  const { folder } = await placeOf(root, stack);
  const { checkpoint } = JSON.parse(textOf(folder, await folder.read()));
  return `${JSON.stringify({ version: CHECKPOINT_VERSION, deployment: checkpoint.latest }, undefined, 4)}\n`;
}

/**
 * Puts an exported state in the place of the recorded one, which is copied aside first.
 * @param text as `exportState` or `pulumi stack export` has it
 * @param accept throws for what this project must not take
 * @throws TensoraError when it is no such text, is not of this stack, or is not whole; nothing is changed then
 */
export async function importState(
  root: string,
  stack: string,
  text: string,
  source: string,
  accept: (checkpoint: Pick<Checkpoint, "resources" | "operations">) => void = () => {},
): Promise<number> {
  const { folder, scope } = await placeOf(root, stack);
  const checkpoint = parseCheckpoint(asCheckpoint(text, folder.name, source), folder.name, source);
  const problems = problemsOf(checkpoint.resources, scope);
  if (problems.length > 0) {
    throw new TensoraError("the state cannot be imported", { where: source, next: problems });
  }
  accept(checkpoint);
  await locked(folder, () => replace(folder, checkpoint));
  return checkpoint.resources.length;
}

/**
 * Makes the state file one that an engine can work with: a file that cannot be read gives way to the newest copy that
 * can; resources are put in order and lose references to what is not there. What was interrupted stays on record, for
 * the next run to take up.
 * @throws TensoraError when neither the file nor any copy can be read
 */
export async function repairState(root: string, stack: string): Promise<Repair> {
  const { folder, scope } = await placeOf(root, stack);
  return locked(folder, async () => {
    const { checkpoint, problem, restored } = await readable(folder);
    const found = problemsOf(checkpoint.resources, scope);
    const problems = problem === undefined ? found : [problem, ...found];
    if (problems.length === 0) return { problems, lost: [] };
    const { resources, lost } = mended(checkpoint.resources);
    const left = problemsOf(resources, scope);
    if (left.length > 0)
      throw new TensoraError("the state cannot be repaired", { where: folder.file, next: left });
    await replace(folder, { ...checkpoint, resources });
    return { problems, lost, ...(restored === undefined ? {} : { restored }) };
  });
}

async function placeOf(root: string, stack: string): Promise<Place> {
  const project = await readProject(root);
  const folder = new StateFolder(project.stateRoot, project.name, stack);
  return { folder, scope: { project: project.name, stack } };
}

async function locked<T>(folder: StateFolder, work: () => Promise<T>): Promise<T> {
  const release = await lockStack(folder.lockFolder);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function replace(folder: StateFolder, checkpoint: Checkpoint): Promise<void> {
  await folder.backUp();
  await folder.write(textOf(folder, checkpoint));
}

function textOf(folder: StateFolder, { salt, resources, operations }: Checkpoint): string {
  const texts = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item, undefined, 4));
  return formatCheckpoint(folder.name, salt, texts(resources), texts(operations));
}

/** An export has its deployment at the top; a copy of a state file is taken as well. */
function asCheckpoint(text: string, name: string, source: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TensoraError("the state to import is not valid JSON", { where: source, cause });
  }
  if (!isPlainObject(json) || !isPlainObject(json.deployment)) return text;
  return JSON.stringify({
    ...json,
    deployment: undefined,
    checkpoint: { stack: name, latest: json.deployment },
  });
}

async function readable(
  folder: StateFolder,
): Promise<{ checkpoint: Checkpoint; problem?: string; restored?: string }> {
  try {
    return { checkpoint: await folder.read() };
  } catch (error) {
    for (const copy of await folder.backups()) {
      const text = await fs.readFile(copy, "utf8");
      const checkpoint = attempt(() => parseCheckpoint(text, folder.name, copy));
      if (checkpoint) return { checkpoint, problem: (error as Error).message, restored: copy };
    }
    throw new TensoraError("neither the state file nor any backup can be read", {
      where: folder.file,
      cause: messageOf(error),
    });
  }
}

function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
