import { describe, expect, it } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { checkStack, loadStack, stackNames } from "./index.ts";
import { ACCOUNT_ROLES } from "../spec/devnet.ts";
import { privateKey, problemsFrom } from "./testing/problems.ts";

const root = projectRoot();

describe("stack local", () => {
  const local = () => loadStack({ root, stack: "local" });

  it("is a laptop's: blocks every second on both layers, on loopback", async () => {
    const { spec } = await local();
    expect(spec).toMatchObject({
      local: true,
      listen: "127.0.0.1",
      l1: { kind: "dev", blockTime: 1 },
      l2: { blockTime: 1 },
    });
    expect(spec.batcher.compression).toBe("brotli");
  });

  it("lets the longest gate, the withdrawal, pass within a minute", async () => {
    const { l1, l2, batcher, proposer, settlement } = (await local()).spec;
    // The sum in the stack file's comment.
    const firstBlock = 5;
    const output = settlement.submissionInterval * l2.blockTime;
    const safe = batcher.interval + 2 * l1.blockTime;
    const proposed = proposer.pollInterval + 2 * l1.blockTime;
    const inBlocks = [l2.blockTime + 1, 2 * l1.blockTime, 2 * l1.blockTime].reduce((a, b) => a + b);
    const final = settlement.finalizationPeriod + 1 + l1.blockTime;
    expect(firstBlock + output + safe + proposed + inBlocks + final).toBeLessThanOrEqual(32);
  });

  it("has its last fork before the withdrawal is over, and every fork on a block that the gate can watch", async () => {
    const { forks, blockTime } = (await local()).spec.l2;
    const later = Object.values(forks).filter((time) => time !== 0) as number[];
    expect(later).toEqual([8, 16]);
    for (const time of later) expect(time / blockTime).toBeGreaterThan(5);
  });
});

describe("stack testnet", () => {
  it("lacks nothing but the keys, which a newcomer is told how to give", async () => {
    const problems = await problemsFrom(() => checkStack({ root, stack: "testnet" }));
    expect(problems.map(({ path }) => path)).toEqual(ACCOUNT_ROLES.map((role) => `accounts.${role}`));
    for (const { path, fix } of problems)
      expect(fix).toContain(`pulumi config set --secret --path 'tensora:${path}'`);
  });

  it("has the specification's figures", async () => {
    const { loadObject } = await import("./load.ts");
    const { readStackFile } = await import("./stack-file.ts");
    const { values } = await readStackFile(root, "testnet");
    const accounts = Object.fromEntries(ACCOUNT_ROLES.map((role, index) => [role, privateKey(index)]));
    const { spec } = await loadObject({ ...values, accounts }, { root, stack: "testnet" });
    expect(spec).toMatchObject({
      local: false,
      l1: { kind: "external", confirmations: 15 },
      batcher: { interval: 600 },
      settlement: { finalizationPeriod: 604_800, submissionInterval: 3600 },
      l2: { prefund: "0" },
      smoke: { drills: false },
    });
  });

  it("refuses development keys", async () => {
    const problems = await problemsFrom(() =>
      checkStack({ root, stack: "testnet", set: ["accounts.kind=dev"] }),
    );
    expect(problems).toEqual([
      expect.objectContaining({
        path: "accounts.kind",
        problem: expect.stringContaining("everyone knows these keys"),
      }),
    ]);
  });
});

it("no committed stack file holds a key", async () => {
  const { readStackFile } = await import("./stack-file.ts");
  for (const stack of await stackNames(root)) {
    const { values } = await readStackFile(root, stack);
    expect(JSON.stringify(values), stack).not.toMatch(/0x[0-9a-f]{64}/i);
  }
});
