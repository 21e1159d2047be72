import type { Address } from "viem";
import { TensoraError } from "../../lib/errors.ts";
import { rpc } from "../../lib/rpc.ts";
import type { RollupFacts } from "./types.ts";

/** What op-node says of the rollup, as far as it is needed. */
interface RollupConfig {
  l2_chain_id: number;
  block_time: number;
  genesis: { l2_time: number; system_config: { batcherAddr: Address } };
  batch_inbox_address: Address;
}

/** What decoding batches needs to know of the rollup that an op-node runs. @throws TensoraError when it does not answer */
export async function rollupFacts(rollupRpcUrl: string): Promise<RollupFacts> {
  const config = await rpc<RollupConfig>(rollupRpcUrl, "optimism_rollupConfig").catch((cause) => {
    throw new TensoraError("op-node does not say what rollup it runs", {
      where: rollupRpcUrl,
      cause,
      next: ["see `./tensora status`; `./tensora up` starts what is down"],
    });
  });
  return {
    l2ChainId: config.l2_chain_id,
    blockTime: config.block_time,
    genesisTime: config.genesis.l2_time,
    inbox: config.batch_inbox_address,
    batcher: config.genesis.system_config.batcherAddr,
  };
}
