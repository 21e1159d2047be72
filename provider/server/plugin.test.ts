import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Declaration, ref, type TestProgram } from "../../engine/conformance/program.ts";
import { type Props, secret } from "../../engine/wire.ts";
import type { OriginOutputs } from "../../steps/deploy/settlement/origin.ts";
import { type DevL1, startDevL1 } from "../../steps/deploy/testing/dev-l1.ts";
import { originInputs, settlementInputs, testAddress, testKey } from "../../steps/deploy/testing/inputs.ts";
import { readSmokeResults } from "../../steps/run.ts";
import { messagesOf, PluginStack } from "../testing/stack.ts";

const DEPLOYER = "plugin";
let l1: DevL1;
let stack: PluginStack;

beforeAll(async () => {
  l1 = await startDevL1([testAddress(DEPLOYER)]);
});
afterAll(() => l1.stop());
beforeEach(() => {
  stack = new PluginStack();
});
afterEach(() => stack.remove());

const jwt = () => path.join(stack.dir, "jwt");
const data = () => path.join(stack.dir, "data", "l1");
const keys = { deployer: secret(testKey(DEPLOYER)) };

/** The secret, a folder that needs its digest, and a step with a secret input, whose result is an output. */
function program(changes: { genesis?: string; origin?: Props; more?: Declaration[] } = {}): TestProgram {
  const genesis = changes.genesis ?? ref("jwt", "digest");
  const inputs = { ...originInputs(l1, DEPLOYER), keys, ...changes.origin };
  return {
    resources: [
      { name: "jwt", type: "tensora:index:JwtSecret", inputs: { file: jwt() } },
      { name: "data", type: "tensora:index:Volume", inputs: { folder: data(), genesis } },
      step("origin", "deploy/origin", inputs, ["data"]),
      ...(changes.more ?? []),
    ],
    outputs: { result: ref("origin", "result") },
  };
}

const step = (name: string, step: string, inputs: object, dependsOn: string[] = []): Declaration => ({
  name,
  type: "tensora:index:Step",
  inputs: { dir: stack.dir, step, inputs },
  dependsOn,
});

/** The settlement contracts and their gate, from a start that is not known before `origin` has run. */
function settlementSteps(): Declaration[] {
  const start = ref("origin", "result");
  const { keys: _, ...open } = { ...settlementInputs(l1, DEPLOYER, {} as OriginOutputs), start };
  return [
    step("settlement", "deploy/settlement", { ...open, keys }),
    step("gate", "smoke/settlement", open, ["settlement"]),
  ];
}

describe("the plugin on the embedded engine", () => {
  it("previews, makes, keeps and removes", async () => {
    const planned = await stack.preview(program());
    expect(planned).toMatchObject({ ok: true, errors: [] });
    expect(planned.steps).toEqual(["create jwt", "create data", "create origin"]);
    expect(fs.existsSync(stack.dir)).toBe(false);

    const made = await stack.up(program());
    expect(made).toMatchObject({ ok: true, errors: [] });
    expect(fs.readFileSync(jwt(), "utf8")).toMatch(/^[0-9a-f]{64}$/);
    expect(fs.statSync(jwt()).mode & 0o777).toBe(0o600);
    expect(fs.statSync(data()).mode & 0o777).toBe(0o700);
    expect(made.outputs.result).toMatchObject({ nonce: 0, origin: { hash: expect.stringMatching(/^0x/) } });

    const kept = await stack.up(program());
    expect(kept).toMatchObject({ ok: true, steps: [], outputs: made.outputs });
    expect(await stack.run("refresh")).toMatchObject({ ok: true, steps: [] });

    expect(await stack.destroy()).toMatchObject({ ok: true, errors: [] });
    expect([...stack.everyFile().keys()].filter((file) => file.startsWith("dev/"))).toEqual([]);
    expect(fs.existsSync(data())).toBe(false);
    expect(await stack.destroy()).toMatchObject({ ok: true, errors: [] });
  });

  it("runs a deployment and its gate, and keeps the gate's result", async () => {
    const whole = program({ more: settlementSteps() });
    expect(await stack.preview(whole)).toMatchObject({ ok: true, counts: { create: 7 } });
    expect(await stack.up(whole)).toMatchObject({ ok: true, errors: [] });
    const [gate] = await readSmokeResults(stack.dir);
    expect(gate).toMatchObject({ name: "smoke/settlement", kind: "gate", status: "passed" });
    expect(gate?.detail).toMatch(/^\d+ codes, \d+ values/);
    expect(await stack.up(whole)).toMatchObject({ ok: true, steps: [] });
  });

  it("says what is wrong and what comes next, and shows no secret anywhere", async () => {
    const made = await stack.up(program());
    const l1End = { rpcUrl: secret(`${l1.rpcUrl}/?key=sesame-street`), chainId: l1.chainId + 1 };
    const failed = await stack.up(program({ origin: { l1: l1End } }));
    expect(failed.steps).toEqual(["failed update origin"]);
    expect(failed.errors).toMatchObject([{ name: "origin", type: "tensora:index:Step" }]);
    expect(failed.errors[0]?.message.split("\n")).toEqual([
      `L1 has chain ID ${l1.chainId}, expected ${l1.chainId + 1}`,
      `  where: ${l1.rpcUrl}`,
      "  next: correct `l1.chainId` or `l1.rpcUrl`",
    ]);
    const everything = [JSON.stringify([made, failed]), ...stack.everyFile().values()].join("\n");
    expect(everything).not.toContain("sesame-street");
    expect(everything).not.toContain(testKey(DEPLOYER).slice(2));
    expect(await stack.up(program())).toMatchObject({ ok: true, steps: [] });
  });

  it("refuses a step that does not exist, before anything is made", async () => {
    const failed = await stack.preview({ resources: [step("unknown", "deploy/nothing", {})] });
    expect(failed.ok).toBe(false);
    expect(failed.errors[0]?.message).toContain("there is no step deploy/nothing: use one of deploy/origin");
  });

  it("finds what has changed in the world", async () => {
    await stack.up(program({ genesis: "one" }));
    fs.writeFileSync(path.join(data(), "chaindata"), "of the first genesis");
    fs.rmSync(jwt());
    const planned = await stack.preview(program({ genesis: "one" }));
    expect(planned.steps).toEqual(["update jwt"]);
    expect(messagesOf(planned)).toContain(`${jwt()} is gone`);
    const update = { kind: "step", op: "update", name: "jwt", reason: `${jwt()} is gone` };
    expect(planned.events).toContainEqual(expect.objectContaining(update));
    expect(fs.existsSync(jwt())).toBe(false);
    expect((await stack.up(program({ genesis: "one" }))).steps).toEqual(["update jwt"]);
    expect(fs.existsSync(jwt())).toBe(true);

    const refused = await stack.up(program({ genesis: "two" }));
    expect(refused).toMatchObject({ ok: false, steps: [] });
    expect(refused.errors[0]?.message).toContain(
      "data holds a chain and is not replaced: genesis was one, is two",
    );
    expect(fs.readdirSync(data())).toEqual(["chaindata"]);
    expect(await stack.destroy()).toMatchObject({ ok: true });
    expect(fs.existsSync(data())).toBe(false);
  });

  it("refuses the state of another folder, whatever is asked, and touches nothing there", async () => {
    await stack.up(program());
    fs.writeFileSync(path.join(data(), "chaindata"), "of the original");
    const copy = new PluginStack();
    try {
      fs.cpSync(path.join(stack.root, ".pulumi"), path.join(copy.root, ".pulumi"), { recursive: true });
      const moved = JSON.parse(JSON.stringify(program()).replaceAll(stack.dir, copy.dir)) as TestProgram;
      for (const kind of ["preview", "up", "refresh", "destroy"] as const) {
        const outcome = await copy.run(kind, moved);
        expect(outcome.ok).toBe(false);
        expect(outcome.steps.filter((step) => !step.startsWith("failed "))).toEqual([]);
        for (const { message } of outcome.errors) {
          expect(message).toContain("the state of stack dev belongs to another folder");
          expect(message).toContain(stack.dir);
          expect(message).toContain(copy.root);
        }
      }
      expect(fs.readdirSync(data())).toEqual(["chaindata"]);
      expect(fs.existsSync(jwt())).toBe(true);
      expect(await stack.up(program())).toMatchObject({ ok: true, steps: [] });
    } finally {
      copy.remove();
    }
  });
});
