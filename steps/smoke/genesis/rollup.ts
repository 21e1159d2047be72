import { type Hex, numberToHex, size, slice } from "viem";
import { FORKS } from "../../../spec/devnet.ts";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import type { GenesisFacts } from "./genesis.ts";
import type { Comparison } from "./report.ts";

/** The part of a block's header that genesis decides. */
export interface BlockZero {
  hash: Hex;
  stateRoot: Hex;
  timestamp: Hex;
  gasLimit: Hex;
  miner: Hex;
  extraData: Hex;
}

/** Block 0 as the running node has it. */
export function blockZero({ spec, genesis, origin }: GenesisFacts, block: BlockZero): Comparison[] {
  const { gasLimit, eip1559, forks } = spec.l2;
  const holocene = forks.holocene === 0;
  return [
    { what: "hash of block 0", expected: genesis.hash, actual: block.hash },
    { what: "state root of block 0", expected: genesis.stateRoot, actual: block.stateRoot },
    { what: "timestamp of block 0", expected: origin.timestamp, actual: Number(block.timestamp) },
    { what: "gas limit of block 0", expected: gasLimit, actual: Number(block.gasLimit) },
    { what: "fee recipient of block 0", expected: PREDEPLOYS.SequencerFeeVault, actual: block.miner },
    { what: "size of block 0's extra data", expected: holocene ? 9 : 0, actual: size(block.extraData) },
    ...(holocene
      ? [
          {
            what: "base fee denominator of block 0",
            expected: eip1559.denominatorCanyon,
            actual: Number(slice(block.extraData, 1, 5)),
          },
          {
            what: "base fee elasticity of block 0",
            expected: eip1559.elasticity,
            actual: Number(slice(block.extraData, 5, 9)),
          },
        ]
      : []),
  ];
}

/** What op-node answers to `optimism_rollupConfig`, as far as genesis decides it. */
export interface RunningRollup extends Record<string, unknown> {
  genesis: {
    l1: { hash: Hex; number: number };
    l2: { hash: Hex; number: number };
    l2_time: number;
    system_config: { batcherAddr: Hex; scalar: Hex; gasLimit: number; eip1559Params: Hex };
  };
  chain_op_config: {
    eip1559Elasticity: number;
    eip1559Denominator: number;
    eip1559DenominatorCanyon: number;
  };
}

/** The rollup as the running op-node understands it. */
export function rollup(inputs: GenesisFacts, running: RunningRollup): Comparison[] {
  const { spec, settlement, origin, genesis } = inputs;
  const { l1, l2, accounts } = spec;
  const { system_config: system } = running.genesis;
  const field = (name: string, expected: unknown) => ({ what: name, expected, actual: running[name] });
  const of = (what: string, expected: unknown, actual: unknown) => ({ what, expected, actual });
  const named = [
    of("genesis.l1.hash", origin.hash, running.genesis.l1.hash),
    of("genesis.l1.number", origin.number, running.genesis.l1.number),
    of("genesis.l2.hash", genesis.hash, running.genesis.l2.hash),
    of("genesis.l2.number", 0, running.genesis.l2.number),
    of("genesis.l2_time", origin.timestamp, running.genesis.l2_time),
    of("system_config.batcherAddr", accounts.batcher, system.batcherAddr),
    of("system_config.gasLimit", l2.gasLimit, system.gasLimit),
    of("system_config.eip1559Params", numberToHex(0, { size: 8 }), system.eip1559Params),
    of("version of system_config.scalar", 1, Number(slice(system.scalar, 0, 1))),
    of("blob scalar", l2.blobBaseFeeScalar, Number(slice(system.scalar, 24, 28))),
    of("base scalar", l2.baseFeeScalar, Number(slice(system.scalar, 28, 32))),
    field("block_time", l2.blockTime),
    field("max_sequencer_drift", l2.maxSequencerDrift),
    field("seq_window_size", l2.sequencerWindow),
    field("channel_timeout", l2.channelTimeout),
    field("l1_chain_id", l1.chainId),
    field("l2_chain_id", l2.chainId),
    field("batch_inbox_address", settlement.BatchInbox),
    field("deposit_contract_address", settlement.OptimismPortal),
    field("l1_system_config_address", settlement.SystemConfig),
    of("eip1559Elasticity", l2.eip1559.elasticity, running.chain_op_config.eip1559Elasticity),
    of("eip1559Denominator", l2.eip1559.denominator, running.chain_op_config.eip1559Denominator),
    of(
      "eip1559DenominatorCanyon",
      l2.eip1559.denominatorCanyon,
      running.chain_op_config.eip1559DenominatorCanyon,
    ),
    ...FORKS.map((fork) => field(`${fork}_time`, timeOf(l2.forks[fork], origin.timestamp))),
  ];
  return named.map(({ what, ...values }) => ({ what: `op-node's ${what}`, ...values }));
}

/** A fork of genesis has no time of its own; one that never comes is left out. */
const timeOf = (offset: number | undefined, start: number) => (offset ? start + offset : offset);
