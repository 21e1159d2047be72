import { expect, test } from "vitest";
import { batcherServiceSpec } from "../../components/batcher.ts";
import { sequencerServiceSpecs } from "../../components/sequencer.ts";
import { devnetOf } from "../../components/testing/devnet.ts";
import { NODES } from "../../spec/services.ts";
import {
  containerArgs,
  containerCommand,
  containerEnv,
  containerLabels,
  containerUser,
} from "./container.ts";
import { LABELS } from "./labels.ts";
import { containerPlacement } from "./placement.ts";

const KNOWN = { image: "tensora/x:1", user: 65532 };

async function args(values: Record<string, unknown> = {}) {
  const { spec, keys } = await devnetOf({ runtime: { kind: "docker" }, ...values });
  const place = containerPlacement(spec);
  const { geth, node } = sequencerServiceSpecs(spec, { geth: place, node: place });
  const batcher = batcherServiceSpec(spec, place, keys.batcher);
  return { spec, keys, geth, node, batcher };
}

test("a container has a read-only root, no capability and no root user, and listens on loopback outside", async () => {
  const { spec, geth } = await args();
  const container = containerArgs(spec, geth, KNOWN);
  expect(container).toMatchObject({
    user: "65532:65532",
    readOnly: true,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
  });
  expect(container.ports).toContainEqual({ internal: 9545, external: 9545, ip: "127.0.0.1" });
  expect(container.ports.every(({ ip }) => ip === "127.0.0.1")).toBe(true);
});

test("neighbours are hosts of their own, and every file that is named is there", async () => {
  const { spec, geth, node } = await args();
  expect(node.args).toContain(`--l2=http://${NODES.sequencer.geth}:9551`);
  expect(geth.args).toContain(`--authrpc.vhosts=localhost,${NODES.sequencer.geth}`);
  for (const service of [geth, node]) {
    const mounted = containerArgs(spec, service, KNOWN).volumes.map(({ containerPath }) => containerPath);
    const named = [...service.args, ...(service.init?.args ?? [])].flatMap(
      (argument) => /\/tensora\/[\w.-]+|\/data/.exec(argument)?.[0] ?? [],
    );
    expect([...new Set(named)].sort()).toEqual([...mounted].sort());
  }
});

test("keys are in the environment, and in nothing else", async () => {
  const { spec, keys, batcher } = await args();
  expect(containerEnv(batcher)).toContain(`OP_BATCHER_PRIVATE_KEY=${keys.batcher}`);
  const command = containerCommand({}, batcher.program, batcher.args);
  expect(JSON.stringify([containerArgs(spec, batcher, KNOWN), command])).not.toContain(keys.batcher.slice(2));
});

test("labels tell whose a container is, and what makes another one", async () => {
  const { spec, batcher } = await args();
  const labels = containerLabels(spec, batcher, "abc", { genesis: "0x01" });
  expect(Object.fromEntries(labels.map(({ label, value }) => [label, value]))).toEqual({
    [LABELS.stack]: spec.stack,
    [LABELS.service]: "batcher",
    [LABELS.role]: "batcher",
    [LABELS.program]: "op-batcher",
    [LABELS.version]: "abc",
    [`${LABELS.trigger}genesis`]: "0x01",
  });
});

test("limits are those of the stack file", async () => {
  const { spec, batcher } = await args({
    services: { batcher: { resources: { memoryMb: 256, cpus: 0.5 } } },
  });
  expect(containerArgs(spec, batcher, KNOWN)).toMatchObject({ memory: 256, cpus: "0.5" });
});

test("containers never run as root", () => {
  expect(containerUser(0)).toBe(65532);
  expect(containerUser(1000)).toBe(1000);
});
