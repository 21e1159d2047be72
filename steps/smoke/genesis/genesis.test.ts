import { describe, expect, it } from "vitest";
import { word } from "../../../genesis/bytes.ts";
import { l2Genesis } from "../../../genesis/index.ts";
import { implementationOf, PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { withGeth } from "../../../genesis/testing/geth.ts";
import { EXTERNAL_SPEC, inputsOf, SPEC } from "../../../genesis/testing/inputs.ts";
import type { Allocation } from "../../../genesis/types.ts";
import type { GenesisSpec } from "../../../spec/contracts.ts";
import { contractArtifact } from "../../../toolchain/contracts/contracts.ts";
import { blockZeroOf } from "./genesis.ts";
import { mustAgree } from "./report.ts";

/** What the gate finds on a real chain. @param spoil changes the accounts behind the generator's back */
async function findings(spec: GenesisSpec, spoil: (alloc: Allocation) => void = () => {}): Promise<string> {
  const inputs = { ...inputsOf(spec), wrappedBnbCode: contractArtifact("WrappedBNB").deployedBytecode };
  const { genesis, hash, stateRoot } = l2Genesis(inputs);
  spoil(genesis.alloc as Allocation);
  return withGeth(genesis, async (rpcUrl) => {
    const l2 = { rpcUrl, rollupRpcUrl: rpcUrl };
    const all = await blockZeroOf({ ...inputs, l2, genesis: { hash, stateRoot } });
    try {
      mustAgree(all, "block 0");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  });
}

const lower = (address: string) => address.toLowerCase() as `0x${string}`;

describe("the gate of genesis", () => {
  it.each([
    ["the local stack", SPEC],
    ["an L1 of others", EXTERNAL_SPEC],
  ])("passes for %s", async (_, spec) => {
    expect(await findings(spec)).toBe("");
  });

  it("names everything that is not as specified", async () => {
    const message = await findings(SPEC, (alloc) => {
      const change = (address: string, to: object) => Object.assign(alloc[lower(address)] ?? {}, to);
      const bridge = alloc[lower(PREDEPLOYS.L2StandardBridge)];
      Object.assign(bridge?.storage ?? {}, { [word(4)]: word("0xbad") });
      const vault = alloc[implementationOf("L1FeeVault")];
      const recipient = SPEC.accounts.feeRecipient.slice(2);
      change(implementationOf("L1FeeVault"), { code: vault?.code?.replaceAll(recipient, "ba".repeat(20)) });
      change(PREDEPLOYS.WrappedBNB, { code: "0x00" });
      change("0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789", { nonce: "0x2" });
      change(SPEC.accounts.user, { balance: "0x7" });
      delete alloc[lower("0x0000000000000000000000000000000000000042")];
    });
    const wrong = message
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(":")[0]);
    expect(wrong.sort()).toEqual(
      [
        "L1FeeVault.RECIPIENT",
        "L2StandardBridge.OTHER_BRIDGE",
        "L2StandardBridge.l1TokenBridge",
        "L2StandardBridge.otherBridge",
        "WrappedBNB.decimals",
        "WrappedBNB.name",
        "WrappedBNB.symbol",
        "WrappedBNB.totalSupply",
        `balance of ${SPEC.accounts.user}`,
        "balance of precompile 0x42",
        "code hash of L1FeeVault's implementation",
        "code hash of WrappedBNB",
        "hash of block 0",
        "nonce of EntryPoint 0.6",
        "state root of block 0",
      ].sort(),
    );
  });
});
