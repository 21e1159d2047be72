import type { Hex } from "viem";
import type { GenesisSpec, L1Origin, SettlementAddresses } from "../../../spec/contracts.ts";
import { contractArtifact } from "../../../toolchain/contracts/contracts.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { accounts, permit2, precompiles } from "./accounts.ts";
import { throughMulticall } from "./calls.ts";
import { constructedCodes, constructions } from "./codes.ts";
import { askTogether, GENESIS_BLOCK, type Inquiry, together } from "./node.ts";
import { type Comparison, mustAgree } from "./report.ts";
import { type BlockZero, blockZero, type RunningRollup, rollup } from "./rollup.ts";
import { genesisCalls } from "./values.ts";

/** What block 0 was made from, and what came out. */
export interface GenesisFacts {
  l2: { rpcUrl: string; rollupRpcUrl: string };
  spec: GenesisSpec;
  settlement: SettlementAddresses;
  origin: L1Origin;
  genesis: { hash: Hex; stateRoot: Hex };
}

export interface GenesisSmokeInputs extends GenesisFacts {
  /** Digests of the programs that run, so that an upgrade runs the step again. */
  versions: Record<string, string>;
}

/**
 * Block 0 is what the specification says, by another way than the generator's: the node runs the constructors of all
 * codes, and values are read through the contracts' own getters and the nodes' own interfaces.
 */
export const genesis: Step<GenesisSmokeInputs, SmokeResult> = {
  name: "smoke/genesis",
  kind: "gate",
  deadline: 30,

  async run(inputs) {
    const { rpcUrl, rollupRpcUrl } = inputs.l2;
    const [onChain, [running]] = await Promise.all([
      blockZeroOf(inputs),
      askTogether(rollupRpcUrl, [{ method: "optimism_rollupConfig", params: [] }]),
    ]);
    if (running instanceof Error) throw running;
    const ofRollup = rollup(inputs, running as RunningRollup);
    mustAgree([...onChain, ...ofRollup], rpcUrl);
    return {
      status: "passed",
      detail: `${onChain.length} values in block 0 and ${ofRollup.length} of op-node match the specification`,
    };
  },
};

/** Everything of the chain's block 0 beside what it must be. */
export async function blockZeroOf(inputs: GenesisFacts): Promise<Comparison[]> {
  const { rpcUrl } = inputs.l2;
  const codes = constructedCodes(inputs, await askTogether(rpcUrl, constructions(inputs)));
  const all = together([
    headerOf(inputs),
    accounts(inputs, contractArtifact("WrappedBNB").deployedBytecode, codes),
    permit2(inputs),
    precompiles,
    throughMulticall(genesisCalls(inputs)),
  ]);
  return all.compare(await askTogether(rpcUrl, all.questions));
}

const headerOf = (inputs: GenesisFacts): Inquiry => ({
  questions: [{ method: "eth_getBlockByNumber", params: [GENESIS_BLOCK, false] }],
  compare: ([block]) => blockZero(inputs, block as BlockZero),
});
