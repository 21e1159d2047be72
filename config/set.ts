import { parse } from "yaml";
import { ConfigError, type ConfigProblem } from "../lib/errors.ts";
import { unknownKey } from "./check-schema.ts";
import { schemaTree, withValueAt } from "./keys.ts";

const WHERE = "--set";

/**
 * Values given as `path=value`, by path; the values are read as YAML: `2`, `true`, `free`, `[--verbosity=4]`.
 * @throws ConfigError with a suggestion for every path that is no key
 */
export function parseSet(settings: readonly string[]): Record<string, unknown> {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const setting of settings) {
    const split = setting.indexOf("=");
    const path = split < 0 ? setting : setting.slice(0, split);
    const problem = problemOf(path, split);
    if (problem) problems.push(problem);
    else values[path] = scalar(setting.slice(split + 1), path, problems);
  }
  if (problems.length > 0) throw new ConfigError(problems, WHERE);
  return values;
}

/** What a stack file says with `--set path=value` over it. @throws ConfigError see {@link parseSet} */
export function applySet(
  values: Record<string, unknown>,
  settings: readonly string[],
): Record<string, unknown> {
  return Object.entries(parseSet(settings)).reduce(
    (all, [path, value]) => withValueAt(all, path, value),
    values,
  );
}

function problemOf(path: string, split: number): ConfigProblem | undefined {
  const { keys, groups } = schemaTree();
  const group = path === "" ? undefined : groups.get(path);
  if (group) {
    return {
      path,
      problem: "is a group of keys",
      fix: `set one of them, such as \`${path}.${group.names[0]}=...\``,
    };
  }
  const key = keys.get(path);
  if (!key) return unknownKey(path);
  if (split < 0) return { path, problem: "has no value", fix: `write \`${path}=value\`` };
  // Arguments can be read by every user of the machine.
  if (!path.startsWith("accounts.") || !key.secret) return undefined;
  return {
    path,
    problem:
      "is a private key: it must not be passed as an argument, which all users of the machine can read",
    fix: `put it in the stack file: \`pulumi config set --secret --path 'tensora:${path}'\``,
  };
}

function scalar(text: string, path: string, problems: ConfigProblem[]): unknown {
  try {
    return parse(text);
  } catch {
    problems.push({ path, problem: `\`${text}\` is not valid YAML`, fix: "put the value in quotes" });
    return undefined;
  }
}
