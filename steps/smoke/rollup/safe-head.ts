import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { syncStatus } from "../../../chain/sync-status.ts";
import { connect } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { fundL2 } from "../common/l2-funds.ts";
import { transact } from "../../../chain/transact.ts";

/** A transaction's block becomes safe: the batcher posts it, and the sequencer and the replica derive it from L1. */
export const safeHead: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/safe-head",
  kind: "gate",
  deadline: 1800,

  async run(inputs, context) {
    const { log, signal } = context;
    const chains = connect(inputs);
    await fundL2(chains, inputs, context);
    const self = chains.onL2.account.address;
    const receipt = await transact(chains.l2, chains.onL2, { to: self, value: 1n }, "a transfer on L2", {
      signal,
    });
    const started = performance.now();
    const block = Number(receipt.blockNumber);
    log(`transfer in L2 block ${block}`);
    const deadline = 90 + inputs.batcher.interval * 2 + inputs.l1.blockTime * 10;
    const probe = async () => {
      const status = await syncStatus(inputs.l2.rollupRpcUrl);
      return status.safe_l2.number >= block ? status : undefined;
    };
    const status = await until(`L2 block ${block} to be safe`, probe, { deadline, every: 200, signal });
    const took = seconds((performance.now() - started) / 1000);

    // op-node tells op-geth a moment after it has said so itself.
    const known = async () => Number((await chains.l2.getBlock({ blockTag: "safe" })).number) >= block;
    await until(`L2 block ${block} to be safe in op-geth too`, known, { deadline: 30, every: 100, signal });
    const { l1origin } = status.safe_l2;
    check(
      l1origin.number < status.current_l1.number,
      `safe L2 block ${status.safe_l2.number} has L1 origin ${l1origin.number}, but op-node has read L1 only up to ${status.current_l1.number}`,
    );
    const again = await chains.l2.getTransactionReceipt({ hash: receipt.transactionHash });
    check(again.blockHash === receipt.blockHash, `a reorg replaced L2 block ${block} before it was safe`);
    const derived = await until(
      `L2 block ${block} on the replica`,
      () => chains.replica.getTransactionReceipt({ hash: receipt.transactionHash }),
      { deadline, every: 200, signal },
    );
    check(
      derived.blockHash === receipt.blockHash,
      `the replica has another L2 block ${block}: ${derived.blockHash}`,
    );
    return {
      status: "passed",
      detail: `L2 block ${block} safe after ${took}, safe head ${status.safe_l2.number}`,
    };
  },
};
