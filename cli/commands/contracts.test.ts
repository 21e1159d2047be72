import { describe, expect, it } from "vitest";
import { secret } from "../../engine/wire.ts";
import { deploymentsOf } from "./contracts.ts";

const l1 = { rpcUrl: "http://127.0.0.1:8545", chainId: 714 };
const l2 = { rpcUrl: "http://127.0.0.1:9545", chainId: 7070 };
const result = (name: string) => ({ build: "b1", addresses: { [name]: `0x${"11".repeat(20)}` }, sent: 3 });

const step = (name: string, outputs: Record<string, unknown>) => ({
  inputs: { dir: "/stack", step: name, inputs: { l1, l2, keys: secret({ deployer: "0x01" }) } },
  outputs,
});
const service = { inputs: { service: { name: "batcher" } }, outputs: { name: "batcher" } };

describe("what is deployed by a stack", () => {
  it("is on record of the two steps that deployed it, each with its chain", () => {
    const steps = [
      step("deploy/protocol-l1", { result: result("WTORA") }),
      step("deploy/protocol-l2", { result: secret(result("ToraToken")) }),
      step("smoke/protocol", { result: { status: "passed" } }),
    ];
    expect(deploymentsOf("local", [service, ...steps])).toEqual([
      { chain: "L1", endpoint: l1, deployed: { build: "b1", addresses: result("WTORA").addresses } },
      { chain: "L2", endpoint: l2, deployed: { build: "b1", addresses: result("ToraToken").addresses } },
    ]);
  });

  it.each([
    ["without a protocol", [service, step("smoke/protocol", { result: { status: "passed" } })]],
    ["whose deployment never came to its end", [step("deploy/protocol-l2", {})]],
    [
      "whose deployment is being deleted",
      [{ ...step("deploy/protocol-l2", { result: result("A") }), delete: true }],
    ],
  ])("is nothing in a stack %s", (_, resources) => {
    expect(() => deploymentsOf("dev", resources)).toThrow("stack dev has no protocol deployed");
  });
});
