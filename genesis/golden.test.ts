import path from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../lib/digest.ts";
import { l1Genesis, l2Genesis } from "./index.ts";
import { EXTERNAL_SPEC, inputsOf, SPEC, TIME } from "./testing/inputs.ts";
import type { Allocation, GenesisFiles, L2GenesisFiles } from "./types.ts";
import type { GenesisSpec } from "../spec/contracts.ts";

/**
 * A change of any byte of a genesis is a change of the chain: it must be meant.
 * `npx vitest run genesis/golden.test.ts -u` writes these files anew.
 */
const golden = (name: string) => path.join(import.meta.dirname, "golden", `${name}.json`);

const digest = (value: unknown) => sha256(JSON.stringify(value));

/** Small enough to review: everything but the accounts, of which the digests tell which one has changed. */
function summary({ genesis, rollup, stateRoot, hash }: GenesisFiles & Partial<L2GenesisFiles>) {
  const { alloc, ...rest } = genesis as { alloc: Allocation };
  const accounts = Object.entries(alloc);
  const named = accounts.filter(([, { balance }]) => balance !== "0x1");
  return {
    hash,
    stateRoot,
    digest: digest(genesis),
    accounts: accounts.length,
    genesis: rest,
    rollup,
    alloc: Object.fromEntries(named.map(([address, account]) => [address, digest(account).slice(0, 16)])),
  };
}

const text = (files: GenesisFiles) => `${JSON.stringify(summary(files), undefined, 2)}\n`;

describe("the genesis of", () => {
  it.each<[string, GenesisSpec]>([
    ["l2-local", SPEC],
    ["l2-external", EXTERNAL_SPEC],
  ])("%s is as it was", async (name, spec) => {
    await expect(text(l2Genesis(inputsOf(spec)))).toMatchFileSnapshot(golden(name));
  });

  it("a dev L1 is as it was", async () => {
    await expect(text(l1Genesis(SPEC, TIME))).toMatchFileSnapshot(golden("l1"));
  });
});

describe("the same inputs", () => {
  it("give the same bytes", () => {
    const inputs = inputsOf(SPEC);
    const bytes = () => JSON.stringify(l2Genesis(inputs));
    expect(bytes()).toBe(bytes());
  });

  it("give the same bytes in whatever order and case they are written", () => {
    const { spec, settlement, ...rest } = inputsOf(SPEC);
    const prefunded = spec.l1.prefunded
      .map((address) => `0x${address.slice(2).toUpperCase()}` as const)
      .reverse();
    const other = { ...rest, settlement, spec: { ...spec, l1: { ...spec.l1, prefunded } } };
    expect(JSON.stringify(l2Genesis(other))).toBe(JSON.stringify(l2Genesis({ ...rest, settlement, spec })));
  });

  it("give another chain from another origin", () => {
    const inputs = inputsOf(SPEC);
    const later = { ...inputs, origin: { ...inputs.origin, timestamp: TIME + 1 } };
    const [one, other] = [l2Genesis(inputs), l2Genesis(later)];
    expect(other.hash).not.toBe(one.hash);
    expect(other.stateRoot).toBe(one.stateRoot);
  });
});
