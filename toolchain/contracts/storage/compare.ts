import { changedLines } from "./lines.ts";
import { type Implementation, OPTIONS, type StorageLayout, upgradesCore } from "./validator.ts";

/** What happens to one contract's storage between two versions of its code. */
export interface StorageChange {
  name: string;
  status: "unchanged" | "changed" | "new" | "gone";
  /** Variables before and after: ` ` both, `-` before only, `+` after only; empty where nothing changed. */
  lines: string[];
  /** Why the upgrade must not be; empty when it may. */
  problems: string[];
}

/** Compares every contract that can be upgraded, by name, in alphabetical order. */
export function compareStorage(
  before: ReadonlyMap<string, Implementation>,
  after: ReadonlyMap<string, Implementation>,
): StorageChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old?.uups) return [now ? upgrade(old, now) : plain(name, "gone")];
    return now?.uups ? [plain(name, "new", dangers(now))] : [];
  });
}

const plain = (name: string, status: StorageChange["status"], problems: string[] = []): StorageChange => ({
  name,
  status,
  lines: [],
  problems,
});

function upgrade(before: Implementation, after: Implementation): StorageChange {
  const lines = layoutDiff(before.layout, after.layout);
  return {
    name: after.name,
    status: lines.length === 0 ? "unchanged" : "changed",
    lines,
    problems: [...dangers(after), ...incompatibilities(before.layout, after.layout)],
  };
}

/** Why this code must not stand behind a proxy, whatever was there before. */
const dangers = ({ unsafe }: Implementation): string[] =>
  unsafe.map(({ kind, src }) => `${src}: ${DANGERS[kind] ?? kind.replaceAll("-", " ")}`);

/** What is wrong with some of the validator's kinds, where its name alone does not say. */
const DANGERS: Readonly<Record<string, string>> = {
  constructor: "what a constructor does stays with the implementation; the proxy never sees it",
  delegatecall: "a delegatecall could run code that destroys or overwrites the proxy's state",
  "missing-public-upgradeto": "no longer UUPS: the proxy could never be upgraded again",
  selfdestruct: "a selfdestruct would leave the proxy without code",
  "state-variable-assignment": "a first value stays with the implementation; the proxy never sees it",
  "state-variable-immutable": "an immutable is part of the implementation, not of the proxy's state",
};

function incompatibilities(before: StorageLayout, after: StorageLayout): string[] {
  const report = upgradesCore().getStorageUpgradeReport(before, after, OPTIONS);
  return report.ok ? [] : report.explain(false).split(/\n\n(?=\S)/);
}

/** The lines of every part of a layout that changed: the contract's own slots, namespaces, and types that they use. */
function layoutDiff(before: StorageLayout, after: StorageLayout): string[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const parts = [...new Set([...old.keys(), ...now.keys()])];
  return parts.flatMap((part) => {
    const lines = changedLines(old.get(part) ?? [], now.get(part) ?? []);
    return lines.length === 0 ? [] : [`${part}:`, ...lines.map((line) => `  ${line}`)];
  });
}

type Field = Pick<StorageLayout["storage"][number], "label" | "type" | "slot" | "offset">;

function partsOf({ storage, types, namespaces = {} }: StorageLayout): Map<string, string[]> {
  const variable = ({ label, type, slot = "?", offset }: Field) =>
    `${types[type]?.label ?? type} ${label}  slot ${slot}${offset ? `, byte ${offset}` : ""}`;
  const member = (one: Field | string) => (typeof one === "string" ? one : variable(one));
  return new Map([
    ["storage", storage.map(variable)],
    ...Object.entries(namespaces).map(([id, items]): [string, string[]] => [
      `namespace ${id.replace(/^erc7201:/, "")}`,
      items.map(variable),
    ]),
    // structs and enums, wherever in a mapping or an array they are
    ...Object.values(types).flatMap(({ label, members }): [string, string[]][] =>
      members ? [[label, members.map(member)]] : [],
    ),
  ]);
}
