import { messageOf } from "../lib/errors.ts";

/** Milliseconds that a node may need until a transaction it took counts in the sender's pending nonce. */
const SETTLES = 2000;
/** Tries to send one transaction while another process uses the same key. */
const ATTEMPTS = 5;
/** How nodes refuse a nonce that somebody else took first. */
const TAKEN = /nonce too low|replacement transaction underpriced|already known/i;

/** The end of the line of each account, and the newest nonce that was sent from here. */
const lines = new Map<string, Promise<unknown>>();
const sent = new Map<string, { nonce: number; at: number }>();

/**
 * Sends with the account's next nonce. Steps of one process run at the same time and share the user's key: they send
 * one after the other. A nonce is used up only by what was sent, so a refused transaction leaves no hole; a nonce that
 * another process took meanwhile is replaced by the next one.
 * @param line names the account on its chain, the same for everybody who sends from it
 * @param pending asks a node for the account's nonce, with what is not mined yet
 */
export function withNonce<T>(
  line: string,
  pending: () => Promise<number>,
  send: (nonce: number) => Promise<T>,
): Promise<T> {
  const turn = (lines.get(line) ?? Promise.resolve()).then(() => sendNext(line, pending, send));
  lines.set(
    line,
    turn.catch(() => undefined),
  );
  return turn;
}

async function sendNext<T>(
  line: string,
  pending: () => Promise<number>,
  send: (nonce: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const nonce = nextNonce(await pending(), sent.get(line), performance.now());
    try {
      const answer = await send(nonce);
      sent.set(line, { nonce, at: performance.now() });
      return answer;
    } catch (error) {
      if (attempt === ATTEMPTS || !TAKEN.test(reasons(error))) throw error;
      sent.delete(line);
    }
  }
}

/** @param last what was sent last from here: counted by the node by now, unless that was a moment ago */
function nextNonce(pending: number, last: { nonce: number; at: number } | undefined, now: number): number {
  return last && now - last.at < SETTLES ? Math.max(pending, last.nonce + 1) : pending;
}

/** The messages of an error and of all its causes. */
function reasons(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `\n${reasons(error.cause)}` : "";
  return `${error instanceof Error ? error.message : messageOf(error)}${cause}`;
}
