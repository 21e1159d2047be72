import { isObject, isSecret } from "../../engine/wire.ts";

/** Shorter secrets are not masked: words such as `true` would disappear from every message. */
const SHORTEST = 6;

/** Every string inside a secret of these properties, a key also in its form without `0x`. */
export function secretStrings(value: unknown, inSecret = false): string[] {
  if (typeof value === "string") return inSecret ? withoutPrefix(value) : [];
  if (isSecret(value)) return secretStrings(value.value, true);
  if (Array.isArray(value)) return value.flatMap((item) => secretStrings(item, inSecret));
  if (isObject(value)) return Object.values(value).flatMap((item) => secretStrings(item, inSecret));
  return [];
}

const withoutPrefix = (text: string) => (text.startsWith("0x") ? [text, text.slice(2)] : [text]);

/** A function that replaces each of the secrets in a text by `***`, the longest first. */
export function masker(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets)].filter((s) => s.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => known.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}
