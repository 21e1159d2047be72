import { isShown, secretUrlOf, urlHider } from "../../lib/secret-url.ts";
import { isSecret } from "../../engine/wire.ts";
import { isObject } from "../../lib/values.ts";

/** Shorter secrets are not masked: words such as `true` would disappear from every message. */
const SHORTEST = 6;

/** Every string inside a secret of these properties, a key also without `0x`, or the name of its variable. */
export function secretStrings(value: unknown, inSecret = false): string[] {
  if (typeof value === "string") return inSecret ? formsOf(value) : [];
  if (isSecret(value)) return secretStrings(value.value, true);
  if (Array.isArray(value)) return value.flatMap((item) => secretStrings(item, inSecret));
  if (isObject(value)) return Object.values(value).flatMap((item) => secretStrings(item, inSecret));
  return [];
}

function formsOf(text: string): string[] {
  // Of a variable a key only: what else a container's environment has may be a word, such as the path of its home.
  const [, key] = /^[A-Z][A-Z0-9_]*=(0x[0-9a-fA-F]+)$/.exec(text) ?? [];
  if (key !== undefined) return [text, key, key.slice(2)];
  return text.startsWith("0x") ? [text, text.slice(2)] : [text];
}

/** A function that replaces each of the secrets in a text by `***`, the longest first. A URL's host is none. */
export function masker(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets)]
    .filter((secret) => secret.length >= SHORTEST && !isShown(secret))
    .sort((a, b) => b.length - a.length);
  return (text) => known.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/**
 * The same for what people read: of a secret URL scheme and host are left, and what else of it is in a text is hidden
 * part by part. Not for what is told from its text to be secret: a part of a URL may be a word.
 */
export function messageMasker(secrets: readonly string[]): (text: string) => string {
  const hide = urlHider(secrets.flatMap((secret) => secretUrlOf(secret) ?? []));
  const mask = masker(secrets);
  return (text) => mask(hide(text));
}
