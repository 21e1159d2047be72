import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { STEP_NAMES } from "../../steps/index.ts";
import { dockerMachine } from "../conformance/docker.ts";
import { kubernetesMachine } from "../conformance/kubernetes.ts";
import type { Machine } from "../conformance/machine.ts";
import { processMachine } from "../conformance/process.ts";
import { TestStack } from "../e2e/stack.ts";

const MACHINES: Record<string, () => Promise<Machine>> = {
  process: processMachine,
  docker: dockerMachine,
  kubernetes: kubernetesMachine,
};
/** Minutes of crashes on each runtime. */
const MINUTES = Number(process.env.TENSORA_SOAK_MINUTES ?? 10);
const wanted = process.env.TENSORA_SOAK_RUNTIME;
const DRILLS = STEP_NAMES.filter((name) => name.startsWith("drill/"));

interface Line {
  name: string;
  status: string;
  detail: string;
}

describe.each(
  Object.keys(MACHINES).filter((kind) => wanted === undefined || wanted === kind),
)("on %s", (kind) => {
  const stack = new TestStack(`soak-${kind}`);
  let machine: Machine;
  beforeAll(async () => {
    machine = await (MACHINES[kind] as () => Promise<Machine>)();
    await stack.make(machine.values);
    const { exitCode, all } = await stack.run("up", "--yes");
    expect(exitCode, all).toBe(0);
  });
  afterAll(async () => {
    await stack.remove();
    await machine.end();
  });

  test.each(DRILLS)("%s", async (drill) => {
    expect(notPassed(await stack.json<Line[]>("smoke", drill, "--yes"))).toEqual([]);
  });

  test(`one service after the other crashes for ${MINUTES} minutes, and no block is lost`, async () => {
    const { l2 } = await stack.json<DevnetOutputs>("outputs");
    const block = (at: string) =>
      rpc<{ hash: string; number: string }>(l2.rpcUrl, "eth_getBlockByNumber", [at, false]);
    const end = performance.now() + MINUTES * 60_000;
    let crashes = 0;
    while (performance.now() < end) {
      const before = await machine.running(stack);
      const names = Object.keys(before).sort();
      const service = names[crashes++ % names.length] ?? "";
      const head = await block("latest");
      await machine.kill(stack, service);
      const back = async () => {
        const now = (await machine.running(stack))[service];
        return now !== undefined && now !== before[service];
      };
      await until(`${service} to be back`, back, { deadline: machine.healing });
      const goesOn = async () => Number((await block("latest")).number) > Number(head.number);
      await until(`L2 to go on after ${service} crashed`, goesOn, { deadline: 120 });
      expect((await block(head.number)).hash, `after ${service} crashed`).toBe(head.hash);
    }
    const { exitCode, all } = await stack.run("up", "--yes");
    expect(exitCode, all).toBe(0);
    const gates = [
      "smoke/l2-advances",
      "smoke/safe-head",
      "smoke/replica",
      "smoke/subnet-yuma",
      "smoke/subnet-emissions",
    ];
    const lines = await stack.json<Line[]>("smoke", ...gates);
    expect(notPassed(lines)).toEqual([]);
    expect(crashes).toBeGreaterThan(MINUTES);
  });
});

/** What did not pass, and why. */
const notPassed = (lines: readonly Line[]) =>
  lines
    .filter(({ status }) => status !== "passed")
    .map(({ name, status, detail }) => `${name} ${status}: ${detail}`);
