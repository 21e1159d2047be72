import { stripVTControlCharacters } from "node:util";
import type { EngineResult, StepInfo, StepOp } from "../../engine/index.ts";

/** Seconds with one digit, minutes from two of them on. */
export function elapsed(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Bytes with the largest unit that leaves at least one. */
export function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}

interface Verbs {
  symbol: string;
  present: string;
  past: string;
  plan: string;
}

const VERBS: Readonly<Record<StepOp, Verbs>> = {
  same: { symbol: "·", present: "checking", past: "unchanged", plan: "unchanged" },
  create: { symbol: "+", present: "creating", past: "created", plan: "create" },
  update: { symbol: "~", present: "updating", past: "updated", plan: "update" },
  "create-replacement": { symbol: "±", present: "replacing", past: "replaced", plan: "replace" },
  delete: { symbol: "-", present: "deleting", past: "deleted", plan: "delete" },
  "delete-replaced": {
    symbol: "-",
    present: "deleting the old one",
    past: "deleted the old one",
    plan: "delete the old one",
  },
  "remove-pending": { symbol: "-", present: "forgetting", past: "forgotten", plan: "forget" },
  read: { symbol: "·", present: "reading", past: "read", plan: "read" },
  // What reading back has found, not what was done.
  refresh: { symbol: "≠", present: "reading back", past: "drifted", plan: "drifted" },
};

/** Something done to the chains is run; it is not a thing that is created. */
const STEP_VERBS: Partial<Record<StepOp, Verbs>> = {
  create: { symbol: "+", present: "running", past: "done", plan: "run" },
  update: { symbol: "~", present: "running again", past: "done again", plan: "run again" },
  "create-replacement": { symbol: "±", present: "running again", past: "done again", plan: "run again" },
  delete: { symbol: "-", present: "forgetting", past: "forgotten", plan: "forget" },
};

type What = Pick<StepInfo, "op" | "type">;

const verbsOf = ({ op, type }: What): Verbs => (kindOf(type) === "Step" && STEP_VERBS[op]) || VERBS[op];

/** What happens to a resource, in words. */
export const verb = (what: What, tense: "present" | "past" | "plan") => verbsOf(what)[tense];
/** What happens to a resource, as one character. */
export const symbol = (what: What) => verbsOf(what).symbol;

/** The last part of a type token, such as `Service`. */
export const kindOf = (type: string) => type.split(":").at(-1) ?? type;

/** Resources that the engine adds and nobody asked for. */
export const isOfEngine = (type: string) => type.startsWith("pulumi:");

const NAMED = 4;

/** Why a step is taken and which properties change, on one line. */
export function consequence({ reason, differences }: Pick<StepInfo, "reason" | "differences">): string {
  const paths = differences.map((difference) => difference.path).slice(0, NAMED);
  const more = differences.length > NAMED ? ` and ${differences.length - NAMED} more` : "";
  const changed = paths.length > 0 ? `${paths.join(", ")}${more}` : "";
  return [reason, changed].filter(Boolean).join(": ");
}

/** `12 created, 3 unchanged`; the verbs are those of the operation's tense. */
export function countsText(counts: EngineResult["counts"], tense: "past" | "plan"): string {
  const shown = Object.entries(counts) as [StepOp, number][];
  const texts = shown
    .filter(([, count]) => count > 0)
    .map(([op, count]) => `${count} ${tense === "past" ? VERBS[op].past : planned(VERBS[op])}`);
  return texts.join(", ") || "nothing to do";
}

/** What is a fact already is not to be done. */
const planned = ({ past, plan }: Verbs) => (past === plan ? past : `to ${plan}`);

/** The first line of a text: what failed, without where and what next. */
export const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";

/** Cuts a line to a number of columns; what colours it is left whole. */
export function clip(line: string, columns: number): string {
  if (stripVTControlCharacters(line).length <= columns) return line;
  let [shown, visible] = ["", 0];
  // Colour codes take no column; every other character is taken for one column wide.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour code
  for (const part of line.matchAll(/\u001b\[[0-9;]*m|[^\u001b]/gu)) {
    const code = part[0].startsWith("\u001b");
    if (!code && ++visible > columns - 1) continue;
    shown += part[0];
  }
  return `${shown}…`;
}
