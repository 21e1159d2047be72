import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadObject, loadProgram, overridesOf } from "./load.ts";
import { SERVICES } from "../spec/services.ts";
import { showStack } from "./show.ts";
import { privateKey, problemsFrom } from "./testing/problems.ts";

let root: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-load-"));
  await fs.mkdir(path.join(root, "stacks"));
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

describe("loadProgram", () => {
  it("gives what the stack file would: maps come as JSON, texts as they are", async () => {
    const values = {
      "tensora:l2": '{"blockTime":1,"forks":{"jovian":"never"}}',
      "tensora:listen": "127.0.0.2",
      "tensora:accounts": JSON.stringify({ user: privateKey(3) }),
      "kubernetes:context": "other",
    };
    const place = { root, stack: "x" };
    const fromProgram = await loadProgram({ ...place, values });
    const accounts = { user: privateKey(3) };
    const l2 = { blockTime: 1, forks: { jovian: "never" } };
    expect(fromProgram).toEqual(await loadObject({ l2, listen: "127.0.0.2", accounts }, place));
    expect(fromProgram.spec.listen).toBe("127.0.0.2");
  });

  it("reports all problems", async () => {
    const values = { "tensora:l2": '{"blockTime":"x"}', "tensora:prts": "free", "tensora:l1": "{" };
    const problems = await problemsFrom(() => loadProgram({ root, stack: "x", values }));
    expect(problems.map(({ path }) => path).sort()).toEqual(["l1", "l2.blockTime", "prts"]);
  });
});

it("overridesOf gives an engine paths and values", async () => {
  expect(overridesOf(["l2.blockTime=2", "ports=free"])).toEqual({ "l2.blockTime": 2, ports: "free" });
  expect(overridesOf()).toEqual({});
});

describe("showStack", () => {
  it("lists every value with its origin, and no secret", async () => {
    const file = path.join(root, "stacks", "Pulumi.s.yaml");
    const text = `config:\n  tensora:accounts:\n    user: "${privateKey(1)}"\n  tensora:l2:\n    chainId: 5\n`;
    await fs.writeFile(file, text, { mode: 0o600 });
    const shown = await showStack({ root, stack: "s", set: ["l1.blockTime=2", "ports=free"] });
    const of = (path: string) => shown.values.find((value) => value.path === path);
    expect(of("l2.chainId")).toMatchObject({ value: 5, from: "stack file" });
    expect(of("l1.blockTime")).toMatchObject({ value: 2, unit: "seconds", from: "--set" });
    expect(of("l1.confirmations")).toMatchObject({ value: 15, from: "default" });
    expect(of("l2.sequencerWindow")).toMatchObject({
      value: 21_600,
      from: "default: 12 hours, in L1 blocks",
    });
    expect(of(`services.${SERVICES.l1.name}.ports.http`)).toMatchObject({ value: "free" });
    expect(of("accounts.user")?.value).toMatch(/^\[key of 0x[0-9a-fA-F]{40}\]$/);
    expect(JSON.stringify(shown)).not.toContain(privateKey(1).slice(2));
  });
});
