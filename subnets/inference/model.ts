import type { Hex } from "viem";
import type { ModelName } from "../../spec/subnets.ts";

/** What a subnet's miners compute. Validators compute the same and compare. */
export interface Model {
  readonly name: ModelName;
  /** The answer to a task, in the model's own form. @throws RangeError for a task that it cannot work on */
  infer(task: string): Promise<Hex>;
  /** How alike two answers are, from 0 to 1; 0 for one that has not the model's form. */
  similarity(one: Hex, other: Hex): number;
}

/** Characters that a task may have. */
export const LONGEST_TASK = 4096;

/** @throws RangeError when a text is no task */
export function mustBeTask(task: string): void {
  if (task.trim().length === 0) throw new RangeError("the task is empty");
  if (task.length > LONGEST_TASK) throw new RangeError(`the task is longer than ${LONGEST_TASK} characters`);
}

const loaded = new Map<ModelName, Promise<Model>>();

/** A model, loaded once in a process. The one with weights takes about a second. */
export function modelOf(name: ModelName): Promise<Model> {
  const model = loaded.get(name) ?? load(name);
  loaded.set(name, model);
  return model;
}

const load = (name: ModelName): Promise<Model> =>
  name === "embeddings"
    ? import("./embeddings.ts").then((module) => module.embeddings())
    : import("./keywords.ts").then((module) => module.keywords);
