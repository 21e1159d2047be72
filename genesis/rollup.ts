import { concat, type Hex, toHex, zeroHash } from "viem";
import { FORKS, type L2Spec } from "../spec/devnet.ts";
import type { ForkTimes } from "./forks.ts";
import type { L2GenesisInputs } from "./types.ts";

/** The base fee's rules, as both clients read them. */
export const opConfig = ({ elasticity, denominator, denominatorCanyon }: L2Spec["eip1559"]) => ({
  eip1559Elasticity: elasticity,
  eip1559Denominator: denominator,
  eip1559DenominatorCanyon: denominatorCanyon,
});

/** What op-node knows of the rollup, in its own format. @param l2Hash of L2's block 0 */
export function rollupConfig(
  { spec, settlement, origin }: L2GenesisInputs,
  times: ForkTimes,
  l2Hash: Hex,
): Record<string, unknown> {
  const { l1, l2, accounts } = spec;
  return {
    genesis: {
      l1: { hash: origin.hash, number: origin.number },
      l2: { hash: l2Hash, number: 0 },
      l2_time: origin.timestamp,
      system_config: {
        batcherAddr: accounts.batcher,
        overhead: zeroHash,
        scalar: feeScalar(l2),
        gasLimit: l2.gasLimit,
        // Zeros stand for `chain_op_config`.
        eip1559Params: "0x0000000000000000",
        operatorFeeParams: zeroHash,
        minBaseFee: 0,
        daFootprintGasScalar: 0,
      },
    },
    block_time: l2.blockTime,
    max_sequencer_drift: l2.maxSequencerDrift,
    seq_window_size: l2.sequencerWindow,
    channel_timeout: l2.channelTimeout,
    l1_chain_id: l1.chainId,
    l2_chain_id: l2.chainId,
    ...Object.fromEntries(FORKS.flatMap((name) => (name in times ? [[`${name}_time`, times[name]]] : []))),
    batch_inbox_address: settlement.BatchInbox,
    deposit_contract_address: settlement.OptimismPortal,
    l1_system_config_address: settlement.SystemConfig,
    chain_op_config: opConfig(l2.eip1559),
  };
}

/** Version 1 of the L1 fee's scalars in one word: version, 23 zero bytes, blob scalar, base scalar. */
const feeScalar = ({ baseFeeScalar, blobBaseFeeScalar }: L2Spec): Hex =>
  concat([
    "0x01",
    `0x${"00".repeat(23)}`,
    toHex(blobBaseFeeScalar, { size: 4 }),
    toHex(baseFeeScalar, { size: 4 }),
  ]);
