import path from "node:path";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere } from "../../lib/files.ts";
import { splitPath } from "../../lib/paths.ts";
import { isPlainObject } from "../model/values.ts";
import { type Project, parseYaml } from "./project.ts";

/** A stack's settings as its file has them, secrets still encrypted. */
export interface StackFile {
  file: string;
  encryptionSalt: string | undefined;
  config: Record<string, unknown>;
}

/** Configuration as a program gets it: texts by `namespace:key`, structured values as JSON. */
export interface StackConfig {
  values: Record<string, string>;
  secretKeys: string[];
}

/** Reads `Pulumi.<stack>.yaml`; a stack without a file has no settings. */
export async function readStackFile(project: Project, stack: string): Promise<StackFile> {
  const file = path.join(project.stackConfigDirectory, `Pulumi.${stack}.yaml`);
  const text = await readIfThere(file);
  const yaml = text === undefined ? {} : parseYaml(text, file);
  return {
    file,
    encryptionSalt: typeof yaml.encryptionsalt === "string" ? yaml.encryptionsalt : undefined,
    config: isPlainObject(yaml.config) ? yaml.config : {},
  };
}

/**
 * The configuration of one run: the project's values, over them the stack's, over them those given for this run.
 * @param overrides values by dotted path below the project's namespace, such as `l2.blockTime`
 * @param decrypt opens a `secure:` text
 */
export async function resolveConfig(
  project: Project,
  stackFile: StackFile,
  overrides: Record<string, unknown>,
  decrypt: (ciphertext: string) => Promise<string>,
): Promise<StackConfig> {
  const raw: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(project.config)) {
    const shared = isPlainObject(value) ? (value.value ?? value.default) : value;
    if (shared !== undefined) raw[qualified(project, key)] = shared;
  }
  for (const [key, value] of Object.entries(stackFile.config)) raw[qualified(project, key)] = value;
  const opened = new Map<string, { value: unknown; secret: boolean }>();
  for (const [key, value] of Object.entries(raw)) opened.set(key, await open(value, decrypt));
  applyOverrides(project, opened, overrides);
  return {
    values: Object.fromEntries([...opened].map(([key, { value }]) => [key, asText(value)])),
    secretKeys: [...opened].filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

/** Whether any value of a stack file is encrypted. */
export const hasSecure = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(hasSecure);
  if (!isPlainObject(value)) return false;
  return typeof value.secure === "string" || Object.values(value).some(hasSecure);
};

const qualified = (project: Project, key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? null));

async function open(
  value: unknown,
  decrypt: (ciphertext: string) => Promise<string>,
): Promise<{ value: unknown; secret: boolean }> {
  if (Array.isArray(value)) {
    const items = await Promise.all(value.map((item) => open(item, decrypt)));
    return { value: items.map((item) => item.value), secret: items.some((item) => item.secret) };
  }
  if (!isPlainObject(value)) return { value, secret: false };
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    return { value: await decrypt(value.secure), secret: true };
  }
  const result: Record<string, unknown> = {};
  let secret = false;
  for (const [key, member] of Object.entries(value)) {
    const opened = await open(member, decrypt);
    result[key] = opened.value;
    secret ||= opened.secret;
  }
  return { value: result, secret };
}

function applyOverrides(
  project: Project,
  config: Map<string, { value: unknown; secret: boolean }>,
  overrides: Record<string, unknown>,
): void {
  for (const [dotted, value] of Object.entries(overrides)) {
    const own = dotted.startsWith(`${project.name}:`) ? dotted.slice(project.name.length + 1) : dotted;
    const [head, ...rest] = splitPath(own);
    if (head === undefined) {
      throw new TensoraError(`"${dotted}" is not a configuration path`, {
        next: ["write it as l2.blockTime"],
      });
    }
    const key = `${project.name}:${head}`;
    const former = config.get(key);
    config.set(key, { value: withPath(former?.value, rest, value), secret: former?.secret ?? false });
  }
}

/** A copy of `base` with `value` at the path; missing levels become objects. */
function withPath(base: unknown, path: string[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(base) && /^\d+$/.test(head)) {
    const items = [...base];
    items[Number(head)] = withPath(items[Number(head)], rest, value);
    return items;
  }
  const members = isPlainObject(base) ? base : {};
  return { ...members, [head]: withPath(members[head], rest, value) };
}
