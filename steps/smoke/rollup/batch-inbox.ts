import {
  encodeAbiParameters,
  getAbiItem,
  type Hex,
  isAddressEqual,
  keccak256,
  type Log,
  size,
  toEventSelector,
} from "viem";
import { batchInboxAbi } from "../../../chain/abi/BatchInbox.ts";
import { type InboxTransaction, inboxTransactions } from "../../../chain/batch/scan.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, same } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";

/** L1 blocks that are looked at, back from the head. */
const WINDOW = 200;
const BATCH_POSTED = getAbiItem({ abi: batchInboxAbi, name: "BatchPosted" });
const POSTED = toEventSelector(BATCH_POSTED);

/** The inbox contract logs the hash and the size of every batch that the batcher posts. */
export const batchInbox: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/batch-inbox",
  kind: "gate",
  deadline: 1800,

  async run(inputs, { signal }) {
    const { l1 } = connect(inputs);
    const head = Number(await l1.getBlockNumber());
    let next = Math.max(inputs.genesis.l1Origin, head - WINDOW);
    const look = async () => {
      const to = Number(await l1.getBlockNumber());
      const found = await inboxTransactions(l1, inputs.settlement.BatchInbox, next, to);
      next = to + 1;
      const batches = found.filter(({ from }) => isAddressEqual(from, inputs.batcher.address));
      return batches.length > 0 && batches;
    };
    const deadline = 90 + inputs.batcher.interval * 2 + inputs.l1.blockTime * 10;
    const batches = await until("a batch transaction", look, { deadline, every: 250, signal });
    for (const batch of batches) await logged(l1, batch, inputs);
    const bytes = batches.reduce((sum, { calldata }) => sum + size(calldata), 0);
    return {
      status: "passed",
      detail: `${batches.length} batches, ${bytes} bytes, each logged with its hash`,
    };
  },
};

async function logged(l1: Chains["l1"], batch: InboxTransaction, { settlement }: SmokeInputs): Promise<void> {
  const receipt = await l1.getTransactionReceipt({ hash: batch.hash });
  check(receipt.status === "success", "a batch transaction ran out of gas in the inbox", batch.hash);
  const problem = logProblem(receipt.logs, batch.calldata, settlement.BatchInbox);
  check(problem === undefined, problem ?? "", batch.hash);
}

/** What is wrong with the logs of a batch transaction, or undefined. */
export function logProblem(
  logs: readonly Pick<Log, "address" | "topics" | "data">[],
  calldata: Hex,
  inbox: `0x${string}`,
): string | undefined {
  const [log, ...more] = logs;
  if (!log || more.length > 0) return `a batch transaction has ${logs.length} logs, expected 1`;
  if (!same(log.address, inbox)) return `the log comes from ${log.address}, expected the inbox ${inbox}`;
  if (log.topics.length !== 1 || log.topics[0] !== POSTED)
    return `the inbox's log has unexpected topics: ${log.topics.join(" ")}`;
  const expected = encodeAbiParameters(BATCH_POSTED.inputs, [keccak256(calldata), BigInt(size(calldata))]);
  return log.data === expected ? undefined : `the inbox logged ${log.data}, expected ${expected}`;
}
