import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../index.ts";
import { secret } from "../wire.ts";
import { PASSPHRASE, TestStack } from "./harness.ts";
import type { TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const ONE: TestProgram = { resources: [{ name: "a", inputs: { value: 1 } }] };
const TWO: TestProgram = { resources: [{ name: "a", inputs: { value: 2 } }] };
const locks = () => path.join(stack.root, ".pulumi/locks/organization/conformance/dev");

describe("the state file", () => {
  it("50 has Pulumi's layout, and is readable by its owner only", async () => {
    await stack.up(ONE);
    const { version, checkpoint } = JSON.parse(fs.readFileSync(stack.stateFile, "utf8"));
    expect(version).toBe(3);
    expect(checkpoint.stack).toBe("organization/conformance/dev");
    expect(checkpoint.latest.resources).toMatchObject([
      { urn: "urn:pulumi:dev::conformance::pulumi:pulumi:Stack::conformance-dev", custom: false },
      { urn: "urn:pulumi:dev::conformance::pulumi:providers:test::default", custom: true },
      {
        urn: "urn:pulumi:dev::conformance::test:index:Item::a",
        custom: true,
        id: "a-0",
        inputs: { value: 1 },
      },
    ]);
    expect(fs.statSync(stack.stateFile).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(path.join(stack.root, ".pulumi/meta.yaml"), "utf8")).toBe("version: 1\n");
  });

  it("51 is not written by a preview, nor by an up that changes nothing", async () => {
    await stack.preview(ONE);
    expect(fs.existsSync(path.join(stack.root, ".pulumi"))).toBe(false);
    await stack.up(ONE);
    const before = fs.statSync(stack.stateFile);
    await stack.up(ONE);
    await stack.preview(TWO);
    expect(fs.statSync(stack.stateFile).ino).toBe(before.ino);
  });

  it("52 is copied aside before a run changes it", async () => {
    await stack.up(ONE);
    const before = fs.readFileSync(stack.stateFile, "utf8");
    await stack.up(TWO);
    const folder = path.join(stack.root, ".pulumi/backups/conformance/dev");
    const copies = fs.readdirSync(folder);
    expect(copies).toHaveLength(1);
    expect(fs.readFileSync(path.join(folder, copies[0] ?? ""), "utf8")).toBe(before);
  });

  const bad: [string, (text: string) => string, string][] = [
    ["torn", (text) => text.slice(0, text.length / 2), "incomplete"],
    [
      "foreign",
      (text) => text.replace("organization/conformance/dev", "organization/other/dev"),
      "belongs to",
    ],
    ["newer", (text) => text.replace('"version": 3', '"version": 4'), "version 4"],
    ["no checkpoint", () => "[1]", "not a Pulumi checkpoint"],
    [
      "sealed by a service",
      (text) => text.replace('"metadata"', '"secrets_providers": {"type": "cloud"}, "metadata"'),
      '"cloud"',
    ],
  ];
  it.each(bad)("53 is refused when it is %s, and stays as it was", async (_, spoil, message) => {
    await stack.up(ONE);
    const text = spoil(fs.readFileSync(stack.stateFile, "utf8"));
    fs.writeFileSync(stack.stateFile, text);
    for (const outcome of [await stack.up(TWO), await stack.destroy(), await stack.preview(TWO)]) {
      expect(outcome.errors[0]?.message).toContain(message);
      expect(outcome.errors[0]?.message).toContain("next:");
    }
    expect(fs.readFileSync(stack.stateFile, "utf8")).toBe(text);
    expect(fs.readdirSync(locks())).toEqual([]);
  });

  it("54 that cannot be written stops the run before anything is created", async () => {
    await stack.up(ONE);
    const seams = {
      onWrite: () => {
        throw new Error("no space left on the device");
      },
    };
    const outcome = await stack.up(TWO, {}, seams);
    expect(outcome.errors.map(({ message }) => message).join()).toContain("no space left");
    expect(stack.world.read().items["a-0"]?.inputs).toEqual({ value: 1 });
    expect((await stack.up(TWO)).steps).toEqual(["update a"]);
  });

  it("55 can be read without a passphrase, its secrets staying sealed", async () => {
    await stack.up({ resources: [{ name: "a", inputs: { token: secret("sesame") } }] });
    const sealed = await readStack(stack.root, "dev");
    expect(JSON.stringify(sealed)).not.toContain("sesame");
    const open = await readStack(stack.root, "dev", () => PASSPHRASE);
    expect(JSON.stringify(open)).toContain("sesame");
  });
});

describe("the lock", () => {
  it("60 lets one of two runs through, and is gone afterwards", async () => {
    stack.world.hold("create", "a");
    const both = [stack.up(ONE), stack.up(ONE)];
    // The one that got through is held, so the first to end is the other.
    const refused = await Promise.race(both);
    stack.world.release("create", "a");
    const outcomes = await Promise.all(both);
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(refused.errors[0]?.message).toContain(`the stack is in use by process ${process.pid}`);
    expect(stack.world.takeJournal()).toEqual(["create a", "create a done"]);
    expect(fs.readdirSync(locks())).toEqual([]);
  });

  const holder = (pid: number, hostname = os.hostname()) =>
    JSON.stringify({ pid, hostname, username: "someone", timestamp: "2020-01-01T00:00:00Z" });

  it("61 of the Pulumi CLI is respected; that of a process that is gone is removed", async () => {
    fs.mkdirSync(locks(), { recursive: true });
    const file = path.join(locks(), "11111111-2222-3333-4444-555555555555.json");
    for (const text of [holder(process.pid), holder(1, "elsewhere")]) {
      fs.writeFileSync(file, text);
      expect((await stack.up(ONE)).errors[0]?.message).toContain("the stack is in use");
      expect((await stack.preview(ONE)).ok).toBe(true);
    }
    fs.writeFileSync(file, holder(2 ** 22 + 1));
    expect((await stack.up(ONE)).ok).toBe(true);
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe("configuration", () => {
  it("62 reaches the program merged, and what is wrong with a project is said", async () => {
    stack.configure({ "conformance:l2": { blockTime: 2, name: "x" } });
    let values: Record<string, string> = {};
    const overrides = { "l2.blockTime": 1, "conformance:mode": "fast" };
    await stack.run(
      "preview",
      ONE,
      { overrides },
      {
        launchProgram: ({ config }) => {
          values = config.values;
          return { exited: Promise.resolve({ code: 0, signal: null, lastLines: [] }), end: () => undefined };
        },
      },
    );
    expect(values["conformance:l2"]).toBe('{"blockTime":1,"name":"x"}');
    expect(values["conformance:mode"]).toBe("fast");
    fs.rmSync(path.join(stack.root, "Pulumi.yaml"));
    expect((await stack.up(ONE)).errors[0]?.message).toContain("there is no Pulumi project");
  });
});
