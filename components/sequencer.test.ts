import { expect, test } from "vitest";
import { sequencerServiceSpecs } from "./sequencer.ts";
import { devnetOf, EXTERNAL, flagOf, placeOf } from "./testing/devnet.ts";

const places = { geth: placeOf("sequencer-geth"), node: placeOf("sequencer-node") };

test("op-node drives its own op-geth by the engine API with the JWT of the stack", async () => {
  const { spec } = await devnetOf({ l1: { confirmations: 7 } });
  const { geth, node } = sequencerServiceSpecs(spec, places);
  expect(flagOf(geth.args, "--authrpc.jwtsecret")).toBe("/files/jwt");
  expect(flagOf(node.args, "--l2.jwt-secret")).toBe("/files/jwt");
  expect(flagOf(node.args, "--l2")).toBe("http://sequencer-geth:auth");
  expect(flagOf(node.args, "--sequencer.l1-confs")).toBe("7");
  expect(flagOf(node.args, "--l1")).toBe("http://l1:http");
});

test("op-node stops before op-geth", async () => {
  const { spec } = await devnetOf();
  const { geth, node } = sequencerServiceSpecs(spec, places);
  expect(node.stop.order).toBeLessThan(geth.stop.order);
});

test("the flags of a stack file come last", async () => {
  const { spec } = await devnetOf({ services: { "sequencer-geth": { flags: ["--cache=512"] } } });
  const { geth } = sequencerServiceSpecs(spec, places);
  expect(geth.args.at(-1)).toBe("--cache=512");
  expect(flagOf(geth.args, "--cache")).toBe("512");
});

test("the URL of an L1 of others is in the environment, not in the arguments", async () => {
  const { spec } = await devnetOf(EXTERNAL);
  const url = spec.l1.rpcUrl;
  const { node } = sequencerServiceSpecs(spec, { ...places, node: placeOf("sequencer-node", url) });
  expect(node.args.join(" ")).not.toContain("api-key");
  expect(node.secretEnv).toEqual({ OP_NODE_L1_ETH_RPC: url });
});

test("only a drill's own stack has a mempool that can be closed", async () => {
  const [local, external] = await Promise.all([devnetOf(), devnetOf(EXTERNAL)]);
  const apis = ({ spec }: typeof local) =>
    flagOf(sequencerServiceSpecs(spec, places).geth.args, "--http.api")?.split(",");
  expect(apis(local)).toContain("miner");
  expect(apis(external)).not.toContain("miner");
});
