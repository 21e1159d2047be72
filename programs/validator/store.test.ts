import { mkdtemp, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { Store } from "./store.ts";

test("scores and salt survive a restart, in a file of its owner's only", async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "tensora-store-"));
  const scored = { epoch: 7n, weights: "0xffff", salt: `0x${"1".repeat(64)}`, commitment: "0xab" } as const;
  expect(await new Store(dir, "validator-0", "text").read()).toBeUndefined();
  await new Store(dir, "validator-0", "text").write(scored);
  expect(await new Store(dir, "validator-0", "text").read()).toEqual(scored);
  expect(await new Store(dir, "validator-0", "words").read()).toBeUndefined();
  const { mode } = await stat(path.join(dir, "validator-0-text.json"));
  expect(mode & 0o777).toBe(0o600);
});
