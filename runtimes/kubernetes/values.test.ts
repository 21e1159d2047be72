import { describe, expect, it, test } from "vitest";
import { batcherServiceSpec } from "../../components/batcher.ts";
import { sequencerServiceSpecs } from "../../components/sequencer.ts";
import { devnetOf } from "../../components/testing/devnet.ts";
import { runtimeOn } from "../../config/testing/runtime.ts";
import { NODES } from "../../spec/services.ts";
import { filled } from "./manifests.ts";
import { podPlacement } from "./placement.ts";
import { chartOf, chartValues, LATER } from "./values.ts";

const CLUSTER = { kind: "kubernetes", context: "c", imageRegistry: "r" };

async function values(more: Record<string, unknown> = {}) {
  const { spec, keys } = await devnetOf({ runtime: CLUSTER, ...more });
  const place = podPlacement(spec);
  const { geth, node } = sequencerServiceSpecs(spec, { geth: place, node: place });
  const batcher = batcherServiceSpec(spec, place, keys.batcher);
  return { cluster: runtimeOn(spec, "kubernetes"), keys, geth, node, batcher };
}

describe("the values of a chart", () => {
  it("name objects, and hold neither files nor keys", async () => {
    const { cluster, keys, geth, batcher } = await values();
    expect(chartValues(cluster, geth)).toMatchObject({
      files: { configMap: `${NODES.sequencer.geth}-files`, secret: `${NODES.sequencer.geth}-secrets` },
      engine: { port: "auth", from: NODES.sequencer.node },
      storage: { size: "20Gi", whenDeleted: "Retain" },
    });
    const own = chartValues(cluster, batcher);
    expect(own).toMatchObject({ secretEnv: "batcher-env", files: { configMap: "", secret: "" } });
    expect(JSON.stringify(own)).not.toContain(keys.batcher.slice(2));
  });

  it("keep a chain in a StatefulSet's chart, and nothing in the other", async () => {
    const { geth, node, batcher } = await values();
    expect([geth, node, batcher].map(chartOf)).toEqual(["stateful", "stateless", "stateless"]);
  });

  it("take a chain that stands still for not ready, after 20 of its blocks and a minute at the least", async () => {
    const { cluster, geth } = await values({ l1: { blockTime: 10 }, l2: { blockTime: 5 } });
    const { readiness } = chartValues(cluster, geth).probes as { readiness: string[] };
    expect(readiness.slice(2, 7)).toEqual([
      "advances",
      "http://127.0.0.1:9545",
      "eth_blockNumber",
      "",
      "100",
    ]);
  });

  it("have the limits of the stack file", async () => {
    const { cluster, batcher } = await values({ services: { batcher: { resources: { memoryMb: 256 } } } });
    expect(chartValues(cluster, batcher).resources).toEqual({
      requests: { memory: "256Mi" },
      limits: { memory: "256Mi" },
    });
  });
});

test("what is known later takes the place that was kept for it", () => {
  const later = { args: ["--a", "--b"], image: "r/x@sha256:1", config: "2" };
  const manifest = { image: LATER.image, args: [LATER.args], other: ["x", LATER.config], n: 1, no: null };
  expect(filled(manifest, later)).toEqual({
    image: "r/x@sha256:1",
    args: ["--a", "--b"],
    other: ["x", "2"],
    n: 1,
    no: null,
  });
});
