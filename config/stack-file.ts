import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { parse, YAMLParseError } from "yaml";
import { type ConfigProblem, TensoraError } from "../lib/errors.ts";
import { readIfThere } from "../lib/files.ts";
import { isObject } from "../lib/values.ts";
import { schemaTree } from "./keys.ts";
import { nearest } from "./nearest.ts";
import { ACCOUNT_ROLES } from "../spec/devnet.ts";

/** The namespace of the project's keys. */
export const NAMESPACE = "tensora:";
const FOLDER = "stacks";
/** What Pulumi itself keeps in a stack file. */
const OF_PULUMI = ["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"];

/** Opens a value that Pulumi has sealed with the stack's passphrase. */
export type Decrypt = (sealed: string, encryptionSalt: string | undefined) => Promise<string>;

/** A stack file as it is written. */
export interface StackFile {
  file: string;
  /** Values below `tensora:`; sealed ones are `{ secure: ... }` still. */
  values: Record<string, unknown>;
  encryptionSalt: string | undefined;
  problems: readonly ConfigProblem[];
}

/**
 * Reads `stacks/Pulumi.<stack>.yaml`. What is wrong with its keys is collected, not thrown.
 * @throws TensoraError when there is no such stack or the file is no YAML
 */
export async function readStackFile(root: string, stack: string): Promise<StackFile> {
  if (!/^[A-Za-z0-9_.-]+$/.test(stack)) {
    throw new TensoraError(`"${stack}" is not a valid stack name`, {
      next: ["use only letters, digits, `-`, `_` and `.`"],
    });
  }
  const file = path.join(root, FOLDER, `Pulumi.${stack}.yaml`);
  const text = await readIfThere(file);
  if (text === undefined) throw await noSuchStack(root, stack, file);
  const document = parseYaml(text, file);
  const problems: ConfigProblem[] = unknownTops(document);
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isObject(document.config) ? document.config : {})) {
    if (name.startsWith(NAMESPACE)) values[name.slice(NAMESPACE.length)] = value;
    else if (!name.includes(":")) problems.push(withoutNamespace(name));
  }
  if (document.config !== undefined && document.config !== null && !isObject(document.config)) {
    problems.push({
      path: "config",
      problem: "is not a map of keys",
      fix: `write keys such as \`${NAMESPACE}l2\` below it`,
    });
  }
  problems.push(...(await plainKeys(values, file)));
  const salt = document.encryptionsalt;
  return { file, values, encryptionSalt: typeof salt === "string" ? salt : undefined, problems };
}

/** The names of all stacks that have a file. */
export async function stackNames(root: string): Promise<string[]> {
  const files = await readdir(path.join(root, FOLDER)).catch(() => []);
  return files.flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []).sort();
}

/** The values of a stack file with every `secure` text opened. */
export async function openSecrets(
  { values, encryptionSalt }: StackFile,
  decrypt: Decrypt,
): Promise<Record<string, unknown>> {
  const open = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return await Promise.all(value.map(open));
    if (!isObject(value)) return value;
    if (typeof value.secure === "string" && Object.keys(value).length === 1)
      return await decrypt(value.secure, encryptionSalt);
    const members = Object.entries(value).map(async ([name, member]) => [name, await open(member)] as const);
    return Object.fromEntries(await Promise.all(members));
  };
  return (await open(values)) as Record<string, unknown>;
}

function parseYaml(text: string, file: string): Record<string, unknown> {
  try {
    const document: unknown = parse(text) ?? {};
    if (isObject(document)) return document;
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined;
    throw new TensoraError("the stack file is not valid YAML", {
      where: line === undefined ? file : `${file}:${line}`,
      cause,
    });
  }
  throw new TensoraError("the stack file is not a map of keys", { where: file });
}

async function noSuchStack(root: string, stack: string, file: string): Promise<TensoraError> {
  const names = await stackNames(root);
  const meant = nearest(stack, names);
  return new TensoraError(`there is no stack ${stack}`, {
    where: file,
    next: [
      meant === undefined ? `existing stacks: ${names.join(", ") || "none"}` : `did you mean ${meant}?`,
      "or create this file; docs/configuration.md lists all keys",
    ],
  });
}

const unknownTops = (document: Record<string, unknown>): ConfigProblem[] =>
  Object.keys(document)
    .filter((name) => !OF_PULUMI.includes(name))
    .map((name) => {
      const own = name.startsWith(NAMESPACE) || schemaTree().groups.get("")?.names.includes(name);
      const meant = nearest(name, OF_PULUMI);
      const fix = own
        ? "move it below `config:`"
        : meant === undefined
          ? "remove it"
          : `did you mean \`${meant}\`?`;
      return { path: name, problem: "is not a key of a stack file", fix };
    });

function withoutNamespace(name: string): ConfigProblem {
  const meant = nearest(name, schemaTree().groups.get("")?.names ?? []) ?? name;
  return { path: name, problem: "has no namespace", fix: `write \`${NAMESPACE}${meant}\`` };
}

/** Like ssh: a private key in plain text is taken only from a file that nobody else can read. */
async function plainKeys(values: Record<string, unknown>, file: string): Promise<ConfigProblem[]> {
  const accounts = values.accounts;
  if (!isObject(accounts)) return [];
  const plain = ACCOUNT_ROLES.filter((role) => typeof accounts[role] === "string");
  if (plain.length === 0 || ((await stat(file)).mode & 0o077) === 0) return [];
  return plain.map((role) => ({
    path: `accounts.${role}`,
    problem: "is a private key in plain text, in a file that others can read",
    fix: `seal it with \`pulumi config set --secret --path 'tensora:accounts.${role}'\`, or \`chmod 600\` the file`,
  }));
}
