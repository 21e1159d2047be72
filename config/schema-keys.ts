import { z } from "zod";

/** What is known of a key besides its type; goes into the JSON Schema and the documentation. */
export interface KeyMeta {
  description: string;
  unit?: Unit;
  /** How the value is written, where the type alone does not say it. */
  form?: string;
  /** Its value is never shown. */
  secret?: true;
}

export type Unit =
  | "hundredths of a percent"
  | "TORA"
  | "seconds"
  | "L1 blocks"
  | "L2 blocks"
  | "gas"
  | "bytes"
  | "BNB"
  | "MiB"
  | "MB"
  | "days"
  | "CPUs";

type About = Omit<KeyMeta, "description">;

/** Every key is optional: what is left out comes from `defaults.ts`. */
export const key = <T extends z.ZodType>(type: T, description: string, about: About = {}) =>
  type.meta({ description, ...about }).optional();

/** A group of keys; unknown ones are refused. */
export const group = <T extends z.ZodRawShape>(shape: T, description: string) =>
  z.strictObject(shape).meta({ description }).optional();

/** One entry for each name, all of one type. */
export const each = <N extends string, T>(names: readonly N[], type: (name: N) => T) =>
  Object.fromEntries(names.map((name) => [name, type(name)])) as Record<N, T>;

export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => z.int().min(min).max(max);
/** A secret of the stack file that has not been opened. */
export const sealed = z.strictObject({ secure: z.string() });
