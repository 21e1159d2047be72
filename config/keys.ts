import { z } from "zod";
import { isObject } from "../lib/values.ts";
import { stackSchema } from "./schema.ts";
import type { KeyMeta } from "./schema-keys.ts";

/** One key of a stack file as the schema knows it. */
export interface Key extends KeyMeta {
  /** Dotted, such as `l2.blockTime`. */
  path: string;
  schema: z.ZodType;
}

interface Tree {
  keys: Map<string, Key>;
  /** Names below each group, by the group's path; the empty path is the top. */
  groups: Map<string, { names: string[]; description: string }>;
}

let walked: Tree | undefined;

/** Every key and every group of the schema, in its order. */
export function schemaTree(): Tree {
  if (walked) return walked;
  walked = { keys: new Map(), groups: new Map() };
  walk(stackSchema, "", walked);
  return walked;
}

function walk(schema: z.ZodType, path: string, tree: Tree): void {
  const type = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  const meta = (type.meta() ?? { description: "" }) as KeyMeta;
  if (!(type instanceof z.ZodObject)) {
    tree.keys.set(path, { ...meta, path, schema: type });
    return;
  }
  const shape = type.shape as Record<string, z.ZodType>;
  tree.groups.set(path, { names: Object.keys(shape), description: meta.description });
  for (const [name, member] of Object.entries(shape)) walk(member, join(path, name), tree);
}

/** `join("l2", "blockTime")` is `l2.blockTime`. */
export const join = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

/** The value at a dotted path, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), root);
}

/** A copy with the value at a dotted path replaced; undefined removes it. Missing groups are made. */
export function withValueAt(root: unknown, path: string, value: unknown): Record<string, unknown> {
  const [name = "", ...rest] = path.split(".");
  const { [name]: former, ...others } = isObject(root) ? root : {};
  const next = rest.length === 0 ? value : withValueAt(former, rest.join("."), value);
  return next === undefined ? others : { ...others, [name]: next };
}

/** How a value of the key is written: "a whole number from 1 to 60 seconds". */
export function formOf(key: Key): string {
  const form = key.form ?? describe(z.toJSONSchema(key.schema) as JsonType);
  return key.unit === undefined ? form : `${form}, in ${key.unit}`;
}

interface JsonType {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonType[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  items?: JsonType;
  pattern?: string;
}

function describe(json: JsonType): string {
  if (json.anyOf) return json.anyOf.map(describe).join(" or ");
  if (json.const !== undefined) return `\`${json.const}\``;
  if (json.enum) return json.enum.map((value) => `\`${value}\``).join(" or ");
  if (json.type === "boolean") return "`true` or `false`";
  if (json.type === "array") return "a list of strings";
  if (json.type === "integer") return `a whole number${range(json)}`;
  if (json.type === "number") return `a number${range(json)}`;
  return json.pattern === undefined ? "a string" : "a decimal number in quotes";
}

function range({ minimum, exclusiveMinimum, maximum }: JsonType): string {
  const upper = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (exclusiveMinimum !== undefined) {
    return ` above ${exclusiveMinimum}${upper === undefined ? "" : `, at most ${upper}`}`;
  }
  if (minimum === undefined) return upper === undefined ? "" : ` of at most ${upper}`;
  return upper === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${upper}`;
}
