/**
 * URLs whose credentials nobody may see: a password or a token before the host, an API key in the path or in the
 * query. Scheme and host are what may be shown.
 */

/** What may be shown of a URL: scheme and host, such as `https://l1.example:8545`. */
export function shownUrl(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** How `fetch`, which refuses a URL with a password, is to be called. */
export function requestOf(url: string): { url: string; headers: Record<string, string> } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  if (username === "" && password === "") return { url, headers: {} };
  parsed.username = "";
  parsed.password = "";
  return { url: parsed.href, headers: { authorization: `Basic ${basic(username, password)}` } };
}

/** Shorter parts of a URL are words such as `v3` or `mainnet`: they are no keys, and would vanish from every text. */
const SHORTEST = 8;
/** A password is one however short; below this it would hide half of a text. */
const SHORTEST_PASSWORD = 4;

/** The parts of a URL that are or may be credentials, in each form in which programs print them, the longest first. */
export function credentialsOf(url: string): string[] {
  const { username, password, pathname, search, searchParams } = new URL(url);
  const parts = [...pathname.split("/"), ...searchParams.values(), username];
  const whole =
    username === "" && password === "" ? [] : [`${username}:${password}`, basic(username, password)];
  const rest = `${pathname}${search}`;
  const found = [
    ...whole.filter((part) => part.length >= SHORTEST),
    ...[rest, ...parts].filter((part) => part.length >= SHORTEST),
    ...[password].filter((part) => part.length >= SHORTEST_PASSWORD),
  ];
  return [...new Set(found.flatMap((part) => [part, decoded(part)]))].sort((a, b) => b.length - a.length);
}

/** What replaces URLs in a text by what may be shown of them, and what else of them is in it by `***`. */
export function urlHider(urls: readonly string[]): (text: string) => string {
  const hiders = [...new Set(urls)].map(hiderOf);
  return (text) => hiders.reduce((hidden, hide) => hide(hidden), text);
}

function hiderOf(url: string): (text: string) => string {
  const { protocol, host, pathname, search } = new URL(url);
  const rest = `${pathname}${search}`;
  // Go prints a URL with its password as `***`, and with its path.
  const end = rest === "/" ? "" : `(?:${escaped(rest)})?`;
  const whole = new RegExp(`${escaped(`${protocol}//`)}(?:[^\\s/@"'\`]*@)?${escaped(host)}${end}`, "g");
  const parts = credentialsOf(url);
  return (text) =>
    parts.reduce((hidden, part) => hidden.replaceAll(part, "***"), text.replaceAll(whole, shownUrl(url)));
}

/** Whether there is no more of a URL than what may be shown. */
export const isShown = (url: string): boolean =>
  URL.canParse(url) && [shownUrl(url), `${shownUrl(url)}/`].includes(url);

/** The URL that a secret is, also in the form `NAME=URL`, if it has more than scheme and host. */
export function secretUrlOf(secret: string): string | undefined {
  const [, url = ""] = /^(?:[A-Z][A-Z0-9_]*=)?((?:https?|wss?):\/\/\S+)$/.exec(secret) ?? [];
  return URL.canParse(url) && !isShown(url) ? url : undefined;
}

const basic = (username: string, password: string) =>
  Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
