import { TensoraError } from "../../../lib/errors.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import { NODES, SERVICES } from "../../../spec/services.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { syncStatus } from "../../../chain/sync-status.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { forceWrapping } from "./forced-transaction.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { mined, submit } from "../../../chain/transact.ts";

/** L2 blocks without an ordinary transaction that show that the mempool is closed. */
const CLOSED_BLOCKS = 3n;

/**
 * With the batcher stopped and the sequencer's mempool closed, an ordinary transaction waits, and one that is forced
 * through the portal runs. Opened again, the ordinary one is included and the safe head goes on.
 */
export const drillForcedInclusion: Step<SmokeInputs, SmokeResult> = {
  name: "drill/forced-inclusion",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    let closed: Closed;
    try {
      await close(inputs, context);
      closed = await whileClosed(chains, inputs, context);
    } finally {
      await open(inputs, context);
    }
    context.log("mempool open again, batcher started");
    const ordinary = await mined(chains.l2, closed.ordinary, "the ordinary transaction", context);
    check(
      ordinary.blockNumber > closed.forcedIn,
      "the ordinary transaction was included while the mempool was closed",
    );
    const safe = async () =>
      BigInt((await syncStatus(inputs.l2.rollupRpcUrl)).safe_l2.number) >= ordinary.blockNumber;
    const deadline = 120 + inputs.batcher.interval * 2 + inputs.l1.blockTime * 10;
    await until(`L2 block ${ordinary.blockNumber} to be safe`, safe, {
      deadline,
      every: 250,
      signal: context.signal,
    });
    const after = await chains.l2.getTransactionReceipt({ hash: closed.ordinary });
    check(
      after.blockHash === ordinary.blockHash,
      "a reorg replaced the drill's L2 blocks before they became safe",
    );
    return {
      status: "passed",
      detail: `mempool closed: forced transaction in L2 block ${closed.forcedIn}; open again: ordinary transaction in L2 block ${ordinary.blockNumber}, which is safe`,
    };
  },
};

interface Closed {
  /** The hash of the transaction that waits. */
  ordinary: `0x${string}`;
  /** The L2 block of the forced one. */
  forcedIn: bigint;
}

async function whileClosed(chains: Chains, inputs: SmokeInputs, context: StepContext): Promise<Closed> {
  // the block that was begun before the mempool was closed may still have transactions
  const first = (await chains.l2.getBlockNumber()) + 2n;
  const deadline = 60 + inputs.l2.blockTime * 20;
  const reach = (block: bigint) =>
    until(`L2 block ${block}`, async () => (await chains.l2.getBlockNumber()) >= block, {
      deadline,
      every: 150,
      signal: context.signal,
    });
  await reach(first);
  const ordinary = await submit(chains.l2, chains.onL2, { to: chains.onL2.account.address, value: 3n });
  const from = await chains.l2.getBlockNumber();
  await reach(from + CLOSED_BLOCKS);
  context.log(`${CLOSED_BLOCKS} L2 blocks without the ordinary transaction`);
  const { blockNumber: forcedIn } = await forceWrapping(chains, inputs, context);
  await onlyFromL1(chains, first, forcedIn);
  const { safe_l2 } = await syncStatus(inputs.l2.rollupRpcUrl);
  check(
    BigInt(safe_l2.number) < forcedIn,
    `L2 block ${safe_l2.number} is safe although the batcher is stopped`,
    SERVICES.batcher.name,
  );
  return { ordinary, forcedIn };
}

/** No block of a range has anything but what comes from L1. */
async function onlyFromL1({ l2 }: Chains, from: bigint, to: bigint): Promise<void> {
  for (let blockNumber = from; blockNumber <= to; blockNumber++) {
    const { transactions } = await l2.getBlock({ blockNumber, includeTransactions: true });
    const others = transactions.filter(({ typeHex }) => typeHex !== "0x7e");
    check(
      others.length === 0,
      `L2 block ${blockNumber} has ${others.length} transactions from the closed mempool`,
    );
  }
}

/** op-geth takes no transaction into a block whose data is larger than this, in bytes; 0 is no limit, as at its start. */
const SMALLEST = ["0x1", "0x1"];
const NO_LIMIT = ["0x0", "0x0"];

async function close({ l2, batcher }: SmokeInputs, { stop }: StepContext): Promise<void> {
  await rpc(l2.rpcUrl, "miner_setMaxDASize", SMALLEST);
  await stop(batcher.handle);
}

/** Opens both again, the second also when the first fails; what is open already is left as it is. */
async function open({ l2, batcher }: SmokeInputs, { start }: StepContext): Promise<void> {
  const results = await Promise.allSettled([
    rpc(l2.rpcUrl, "miner_setMaxDASize", NO_LIMIT),
    start(batcher.handle),
  ]);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) {
    throw new TensoraError("the drill could not reopen the mempool or start the batcher again", {
      where: "drill/forced-inclusion",
      cause: failed.reason,
      next: [
        `restart the service ${NODES.sequencer.geth}: its mempool is open after a start`,
        "start the batcher: `./tensora up`",
      ],
    });
  }
}
