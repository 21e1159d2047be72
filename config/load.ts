import { type Devnet, derive } from "./derive.ts";
import { resolvePorts } from "./ports.ts";
import { type Resolved, resolve, type Source } from "./resolve.ts";
import { applySet, parseSet } from "./set.ts";
import { type Decrypt, NAMESPACE, openSecrets, readStackFile } from "./stack-file.ts";

export interface StackRequest {
  /** The project's folder. */
  root: string;
  stack: string;
  /** `path=value` over what the stack file says. */
  set?: readonly string[];
  /** Opens sealed values; without it they stay sealed. */
  decrypt?: Decrypt;
}

/** The stack and its configuration, as Pulumi passes them to a program. */
export interface ProgramRequest {
  root: string;
  stack: string;
  /** Pulumi's configuration by full key, such as `tensora:l2`: JSON for maps, else plain text. Other keys are ignored. */
  values: Readonly<Record<string, string>>;
}

/** Loads a devnet from a plain object, whose keys are those below `tensora:` in a stack file. @throws ConfigError with all problems */
export async function loadObject(
  values: Record<string, unknown>,
  place: { root: string; stack: string },
): Promise<Devnet> {
  return await devnetOf({ where: `stack ${place.stack}`, values, problems: [] }, place);
}

/**
 * The devnet of a stack file.
 * @throws ConfigError with all problems; TensoraError when there is no such stack or its secrets stay sealed
 */
export async function loadStack(request: StackRequest): Promise<Devnet> {
  return await devnetOf(await sourceOf(request), request);
}

/** Loads a devnet from the configuration that Pulumi passes to a program. @throws ConfigError with all problems */
export async function loadProgram({ root, stack, values }: ProgramRequest): Promise<Devnet> {
  const own = Object.entries(values)
    .filter(([name]) => name.startsWith(NAMESPACE))
    .map(([name, text]) => [name.slice(NAMESPACE.length), plainValue(text)]);
  const source = { where: `stack ${stack}`, values: Object.fromEntries(own), problems: [] };
  return await devnetOf(source, { root, stack });
}

/** Checks a stack file and opens no secret. @throws ConfigError with all problems */
export async function checkStack(request: StackRequest): Promise<Resolved> {
  return await resolve(await sourceOf(request));
}

/**
 * `--set` values for an engine that lays them over the stack file itself, by path.
 * @throws ConfigError for a path that is no key
 */
export const overridesOf = (set: readonly string[] = []): Record<string, unknown> => parseSet(set);

async function sourceOf({ root, stack, set = [], decrypt }: StackRequest): Promise<Source> {
  const file = await readStackFile(root, stack);
  const values = decrypt ? await openSecrets(file, decrypt) : file.values;
  return { where: file.file, values: applySet(values, set), problems: file.problems };
}

async function devnetOf(source: Source, place: { root: string; stack: string }): Promise<Devnet> {
  const resolved = await resolve(source);
  const ports = await resolvePorts(resolved.config, place);
  return derive(resolved, { ...place, ports });
}

/** Pulumi gives maps and lists as JSON and everything else as text. */
function plainValue(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
