/** Characters of a cause that are shown; the whole is for a log. */
const MOST = 300;
/** Errors that wrap each other: more of them is a circle. */
const DEEPEST = 20;

/**
 * Why something failed, in one line: the innermost cause of whatever was thrown. Errors of other programs carry whole
 * requests, sources and stacks, and their outer layers guess (an RPC client takes a bundler's slow node for a reverted
 * paymaster, since the word occurs in the request); the innermost text is what was seen.
 */
export function causeOf(error: unknown): string {
  const chain = chainOf(error);
  const decoded = chain.map(revertOf).find((text) => text !== undefined);
  return decoded ?? chain.map(textOf).findLast((text) => text !== "") ?? oneLine(String(error));
}

/** Whether something failed since an answer did not come in time, here or in the program that was asked. */
export function isTimeout(error: unknown): boolean {
  return chainOf(error).some(({ name }) => name === "TimeoutError") || LATE.test(causeOf(error));
}

const LATE = /\btimed out\b|took too long|\btimeout\b/i;

/** The URL of the innermost request that failed, as the clients of chains note it, also inside another program's text. */
export function urlOf(error: unknown): string | undefined {
  const chain = chainOf(error);
  // What another program says of its own request lies deeper than the request to that program.
  const told = chain.map(({ details = "" }) => /\bURL: (https?:\/\/\S+)/.exec(unwrapped(details))?.[1]);
  return told.findLast(Boolean) ?? chain.map(({ url }) => url).findLast(Boolean);
}

/** What the clients in use put into their errors besides the message. */
interface Layer extends Error {
  details?: string;
  shortMessage?: string;
  url?: string;
  code?: unknown;
  /** Of a contract's revert, decoded. */
  data?: { errorName?: string; args?: readonly unknown[] };
  reason?: string;
}

/** An error and what caused it, the innermost last. */
function chainOf(error: unknown): Layer[] {
  const chain: Layer[] = [];
  let at = error;
  while (at instanceof Error && chain.length < DEEPEST) {
    chain.push(at as Layer);
    at = at instanceof AggregateError ? (at.errors[0] ?? at.cause) : at.cause;
  }
  return chain;
}

/** A contract's own error, by name. */
function revertOf({ data, reason, name }: Layer): string | undefined {
  if (typeof data?.errorName === "string" && data.errorName !== "Error")
    return oneLine(`${data.errorName}(${(data.args ?? []).join(", ")})`);
  return name === "ContractFunctionRevertedError" && reason ? oneLine(reason) : undefined;
}

function textOf({ details, shortMessage, message, code }: Layer): string {
  const text = [details, shortMessage, message].find((candidate) => candidate);
  return oneLine(text ?? (typeof code === "string" ? code : ""));
}

/** One line of a text of another program: of a client's report its details, otherwise the first line that says something. */
export function oneLine(text: string): string {
  const lines = unwrapped(text)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const details = lines.findLast((line) => line.startsWith("Details: "))?.slice("Details: ".length);
  const line = details || lines[0] || "";
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}

/** The message of an error that came as JSON. */
function unwrapped(text: string): string {
  if (!text.startsWith("{")) return text;
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? message : text;
  } catch {
    return text;
  }
}
