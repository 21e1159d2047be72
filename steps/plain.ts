import { TensoraError } from "../lib/errors.ts";
import { isObject } from "../lib/values.ts";

/** A JSON object. */
export type Plain = Record<string, unknown>;

/**
 * What a step answered, as the state can keep it.
 * @throws TensoraError naming the place of anything that JSON has no form for, such as a big integer
 */
export function plainResult(step: string, result: unknown): Plain {
  if (!isObject(result)) {
    throw notPlain(step, "result", "is not an object");
  }
  return plain(step, "result", result) as Plain;
}

function plain(step: string, at: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw notPlain(step, at, `is ${value}`);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => plain(step, `${at}[${index}]`, item ?? null));
  if (typeof value !== "object") throw notPlain(step, at, `is a ${typeof value}`);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw notPlain(step, at, `is a ${prototype.constructor.name}`);
  }
  const known = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(known.map(([key, member]) => [key, plain(step, `${at}.${key}`, member)]));
}

const notPlain = (step: string, at: string, what: string) =>
  new TensoraError(`${step} returned a result that the state cannot store: ${at} ${what}`, {
    where: step,
    next: ["return plain JSON from the step, with big integers as decimal strings"],
  });
