/**
 * Property values as they travel between program, engine and provider: plain JSON in which Pulumi's signature keys
 * mark secrets, unknowns, resource references and output values. Shared by the engine and the provider plugin.
 */
import { isObject } from "../lib/values.ts";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";

/** The key that marks an object as one of Pulumi's special values. */
export const SIG = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Stands for a value that is known only after the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Props = Record<string, unknown>;
export type Struct = structPb.Struct;

/** A value marked secret: its plain form in memory, its ciphertext in the state file. */
export interface Secret {
  [SIG]: typeof SECRET;
  value?: unknown;
  ciphertext?: string;
}

const isSpecial = (value: unknown, kind: string): value is Props => isObject(value) && value[SIG] === kind;

export const isSecret = (value: unknown): value is Props & Secret => isSpecial(value, SECRET);

/** Marks a value as secret; a secret stays as it is. */
export const secret = (value: unknown): unknown => (isSecret(value) ? value : { [SIG]: SECRET, value });

/** Rebuilds a value: where `replace` answers with something that takes the value's place, else its members are visited. */
export function mapValue(value: unknown, replace: (value: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace) ?? null);
  if (isObject(value)) return mapProps(value, replace);
  return value;
}

/** `mapValue` for each property; undefined properties are left out. */
export function mapProps(props: Props, replace: (value: unknown) => unknown): Props {
  const result: Props = {};
  for (const [key, value] of Object.entries(props)) {
    if (value !== undefined) result[key] = mapValue(value, replace);
  }
  return result;
}

/** The same properties with every secret, at any depth, as its plain value. */
export const unwrapSecrets = (props: Props): Props => lower(props, { references: true, outputs: true });

/** Whether a secret is anywhere inside. */
export function hasSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  if (!isObject(value)) return false;
  return (value[SIG] === OUTPUT_VALUE && value.secret === true) || Object.values(value).some(hasSecret);
}

/** Whether a value that is not known yet is anywhere inside. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (!isObject(value)) return false;
  return (value[SIG] === OUTPUT_VALUE && !("value" in value)) || Object.values(value).some(hasUnknown);
}

/** Marks the top-level properties of `to` secret whose namesakes in `from` hold a secret. */
export function copySecretMarks(to: Props, from: Props): Props {
  const result: Props = { ...to };
  for (const key of Object.keys(to)) if (hasSecret(from[key])) result[key] = secret(to[key]);
  return result;
}

/** Which special values a receiver understands; the others are replaced by what they stand for. */
export interface Accepts {
  secrets?: boolean;
  references?: boolean;
  outputs?: boolean;
}

/** Replaces the special values that a receiver does not accept. */
export function lower(props: Props, accepts: Accepts): Props {
  return mapProps(props, (value) => lowerSpecial(value, accepts));
}

function lowerSpecial(value: unknown, accepts: Accepts): unknown {
  const inner = (plain: unknown) => mapValue(plain, (item) => lowerSpecial(item, accepts)) ?? null;
  if (isSecret(value) && !accepts.secrets) return inner(value.value);
  if (isSpecial(value, RESOURCE_REFERENCE) && !accepts.references) {
    if (value.id === undefined) return value.urn;
    return value.id === "" ? UNKNOWN : value.id;
  }
  if (isSpecial(value, OUTPUT_VALUE) && !accepts.outputs) {
    const plain = "value" in value ? inner(value.value) : UNKNOWN;
    return value.secret && accepts.secrets ? secret(plain) : plain;
  }
  return undefined;
}

/** Properties as a protobuf Struct; undefined properties are left out. */
export const toStruct = (props: Props): Struct =>
  structPb.Struct.fromJavaScript(
    mapProps(props, () => undefined) as Record<string, structPb.JavaScriptValue>,
  );

/** The properties of a protobuf Struct, an absent one as no properties. */
export const fromStruct = (struct: Struct | undefined): Props => struct?.toJavaScript() ?? {};
