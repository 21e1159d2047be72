import { expect, test } from "vitest";
import { replicaServiceSpecs } from "./replica.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

test("a replica has no peer: it derives from L1 and hands transactions on", async () => {
  const { spec } = await devnetOf();
  const places = { geth: placeOf("replica-geth"), node: placeOf("replica-node") };
  const { geth, node } = replicaServiceSpecs(spec, places);
  expect(node.args).toContain("--p2p.disable");
  expect(node.args).not.toContain("--sequencer.enabled");
  expect(flagOf(geth.args, "--rollup.sequencerhttp")).toBe("http://sequencer-geth:http");
});
