import { secretUrlOf, urlHider } from "../../lib/secret-url.ts";

/**
 * Programs log where they could not reach an L1, with the whole URL. What hides its credentials in their logs.
 * @param secrets values of their environment, also in the form `NAME=value`
 * @returns undefined where there is nothing to hide
 */
export function logHider(secrets: readonly string[]): ((text: string) => string) | undefined {
  const urls = secrets.flatMap((secret) => secretUrlOf(secret) ?? []);
  return urls.length === 0 ? undefined : urlHider(urls);
}

/** The lines of a whole text that are not empty. */
export const linesOf = (text: string, hide: ((text: string) => string) | undefined): string[] =>
  (hide ? hide(text) : text).split("\n").filter(Boolean);

/** A text that comes in pieces, line by line where something is hidden in it: it may be cut anywhere. */
export async function* hiddenLines(
  pieces: AsyncIterable<string>,
  hide: ((text: string) => string) | undefined,
): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    if (!hide) {
      yield piece;
      continue;
    }
    const text = rest + piece;
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    if (end > 0) yield hide(text.slice(0, end));
  }
  if (hide && rest !== "") yield hide(rest);
}
