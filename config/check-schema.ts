import type { z } from "zod";
import type { ConfigProblem } from "../lib/errors.ts";
import { formOf, join, schemaTree, valueAt, withValueAt } from "./keys.ts";
import { nearest } from "./nearest.ts";
import { ALL_SERVICES } from "../spec/services.ts";
import { type StackInput, stackSchema } from "./schema.ts";

/** Names that look like keys and are not, with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  "l2.forks.karst": "leave it out: some of Karst's upgrade transactions fail with this stack's predeploys",
  ...Object.fromEntries(
    ALL_SERVICES.flatMap(({ name, noFlags }) =>
      noFlags === undefined ? [] : [[`services.${name}.flags`, noFlags]],
    ),
  ),
};

export interface Checked {
  /** What can be used: the input without the values that have a problem. */
  input: StackInput;
  problems: ConfigProblem[];
  /** Paths of the values that were left out. */
  broken: string[];
}

/** Checks a stack file's values key by key. Reports all problems and goes on with the rest. */
export function checkSchema(raw: Record<string, unknown>): Checked {
  const result = stackSchema.safeParse(raw);
  if (result.success) return { input: result.data, problems: [], broken: [] };
  const problems: ConfigProblem[] = [];
  const broken = new Set<string>();
  for (const issue of result.error.issues) {
    const at = issue.path.map(String).join(".");
    const path = keyOf(at);
    if (path === "subnets" && at !== path) {
      problems.push(...inEntry(at, issue, raw));
      broken.add(path);
    } else if (issue.code === "unrecognized_keys") {
      for (const name of issue.keys) {
        problems.push(unknownKey(join(path, name)));
        broken.add(join(path, name));
      }
    } else if (!broken.has(path)) {
      problems.push(wrongValue(path, valueAt(raw, path)));
      broken.add(path);
    }
  }
  const rest = [...broken].reduce((left, path) => withValueAt(left, path, undefined), raw);
  return { input: stackSchema.parse(rest), problems, broken: [...broken] };
}

/** A problem inside a list is a problem of the key that holds the list. */
function keyOf(path: string): string {
  const { keys, groups } = schemaTree();
  let known = path;
  while (known !== "" && !keys.has(known) && !groups.has(known))
    known = known.slice(0, Math.max(0, known.lastIndexOf(".")));
  return known;
}

/** Problems within a list of maps, by the place in the list. */
function inEntry(at: string, issue: z.core.$ZodIssue, raw: unknown): ConfigProblem[] {
  const value = issue.path.reduce<unknown>((whole, name) => (whole as never)?.[name], raw);
  if (issue.code !== "unrecognized_keys")
    return [{ path: at, problem: `is ${show(value)}`, fix: `${issue.message}; see docs/subnets.md` }];
  return issue.keys.map((name) => ({
    path: join(at, name),
    problem: "is not a key of a subnet",
    fix: "remove it; see docs/subnets.md",
  }));
}

function wrongValue(path: string, value: unknown): ConfigProblem {
  const { keys, groups } = schemaTree();
  const key = keys.get(path);
  if (!key) {
    const names = groups.get(path)?.names ?? [];
    return {
      path,
      problem: `is ${show(value)} instead of a map of keys`,
      fix: `write keys below it, such as \`${names[0]}\``,
    };
  }
  return {
    path,
    problem: key.secret ? "is not valid" : `is ${show(value)}`,
    fix: `write ${formOf(key)}`,
  };
}

/** The problem of a key that the schema does not have, with the key that was probably meant. */
export function unknownKey(path: string): ConfigProblem {
  const problem = "is not a known key";
  const reason = Object.hasOwn(REFUSED, path) ? REFUSED[path] : undefined;
  if (reason !== undefined) return { path, problem: "is not supported", fix: reason };
  const meant = suggestion(path);
  if (meant !== undefined) return { path, problem, fix: `did you mean \`${meant}\`?` };
  const group = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
  const names = schemaTree().groups.get(group)?.names ?? [];
  return {
    path,
    problem,
    fix: names.length === 0 ? "remove it" : `remove it; known keys here: ${names.join(", ")}`,
  };
}

/** The nearest name level by level; else a key of the same name elsewhere, such as `settlement.finalizationPeriod`. */
function suggestion(path: string): string | undefined {
  const { keys, groups } = schemaTree();
  let corrected = "";
  for (const name of path.split(".")) {
    const names = groups.get(corrected)?.names ?? [];
    const meant = names.includes(name) ? name : nearest(name, names);
    if (meant === undefined) {
      const last = path.slice(path.lastIndexOf(".") + 1);
      return [...keys.keys()].find((known) => known.endsWith(`.${last}`));
    }
    corrected = join(corrected, meant);
  }
  return corrected;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
