import { concat, type Hex, toHex } from "viem";
import type { L2Spec } from "../spec/devnet.ts";
import { l2Allocation } from "./allocation.ts";
import { BLOCK_FORKS, checkSchedule, type ForkTimes, forkTimes } from "./forks.ts";
import { type GenesisHeader, genesisFields, genesisHash, INITIAL_BASE_FEE } from "./header.ts";
import { PREDEPLOYS } from "./predeploys.ts";
import { opConfig, rollupConfig } from "./rollup.ts";
import { stateRoot } from "./state-root.ts";
import type { L2GenesisFiles, L2GenesisInputs } from "./types.ts";

/**
 * The genesis of L2 and the rollup file. L2 begins at the time of its L1 origin. Pure: the same inputs give the same
 * bytes.
 * @throws TensoraError for forks at genesis that the published predeploys don't know, or a missing package
 */
export function l2Genesis(inputs: L2GenesisInputs): L2GenesisFiles {
  const { l2 } = inputs.spec;
  checkSchedule(l2.forks);
  const { timestamp } = inputs.origin;
  const times = forkTimes(l2.forks, timestamp);
  const header: GenesisHeader = {
    timestamp: toHex(timestamp),
    extraData: l2.forks.holocene === 0 ? feeParameters(l2.eip1559) : "0x",
    gasLimit: toHex(l2.gasLimit),
    coinbase: PREDEPLOYS.SequencerFeeVault,
    baseFeePerGas: INITIAL_BASE_FEE,
  };
  const alloc = l2Allocation(inputs);
  const root = stateRoot(alloc);
  const hash = genesisHash(header, root, {
    shanghai: times.canyon === 0,
    cancun: times.ecotone === 0,
    prague: false,
  });
  return {
    genesis: { config: chainConfig(l2, times), ...genesisFields(header), alloc },
    rollup: rollupConfig(inputs, times, hash),
    stateRoot: root,
    hash,
  };
}

/** How the base fee follows usage, as the header says it from Holocene on: version, denominator, elasticity. */
const feeParameters = ({ denominatorCanyon, elasticity }: L2Spec["eip1559"]): Hex =>
  concat(["0x00", toHex(denominatorCanyon, { size: 4 }), toHex(elasticity, { size: 4 })]);

/** op-geth's chain configuration: the rollup's forks, and those of Ethereum that they bring. */
function chainConfig({ chainId, eip1559 }: L2Spec, times: ForkTimes): Record<string, unknown> {
  const at = (name: string, time: number | undefined) =>
    time === undefined ? {} : { [`${name}Time`]: time };
  return {
    chainId,
    ...BLOCK_FORKS,
    muirGlacierBlock: 0,
    arrowGlacierBlock: 0,
    grayGlacierBlock: 0,
    mergeNetsplitBlock: 0,
    bedrockBlock: 0,
    terminalTotalDifficulty: 0,
    ...at("regolith", times.regolith),
    ...at("canyon", times.canyon),
    ...at("shanghai", times.canyon),
    ...at("ecotone", times.ecotone),
    ...at("cancun", times.ecotone),
    ...at("fjord", times.fjord),
    ...at("granite", times.granite),
    ...at("holocene", times.holocene),
    ...at("isthmus", times.isthmus),
    ...at("prague", times.isthmus),
    ...at("jovian", times.jovian),
    optimism: opConfig(eip1559),
  };
}
