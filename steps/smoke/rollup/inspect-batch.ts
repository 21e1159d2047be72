import { compareWithBatchDecoder } from "../../../chain/batch/batch-decoder.ts";
import { orderFrames } from "../../../chain/batch/channel.ts";
import { type BlockReport, type ChannelReport, describeChannel } from "../../../chain/batch/inspect.ts";
import { byChannel, framesOf, inboxTransactions } from "../../../chain/batch/scan.ts";
import type { Frame } from "../../../chain/batch/types.ts";
import { until } from "../../../lib/wait.ts";
import { programPath } from "../../../toolchain/index.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, rollupFacts } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { fundL2 } from "../common/l2-funds.ts";
import { transact } from "../../../chain/transact.ts";

/** L1 blocks that are looked at, back from the head. */
const WINDOW = 200;
/** L2 blocks that are compared with the chain at the same time. */
const AT_ONCE = 16;

/** A decoded span of L1. */
interface Decoded {
  from: number;
  to: number;
  /** Without those that have frames before or after the span. */
  channels: ChannelReport[];
}

/** What the batches on L1 decode to is what L2 has, and what op-node's own decoder reads. */
export const inspectBatches: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/inspect-batch",
  kind: "gate",
  deadline: 1800,

  async run(inputs, context) {
    const { log, signal } = context;
    const chains = connect(inputs);
    await fundL2(chains, inputs, context);
    const from = Math.max(inputs.genesis.l1Origin, Number(await chains.l1.getBlockNumber()) - WINDOW);
    const to = chains.onL2.account.address;
    const { transactionHash } = await transact(chains.l2, chains.onL2, { to, value: 2n }, "a transfer", {
      signal,
    });
    log(`looking for ${transactionHash} in the batches since L1 block ${from}`);
    const scan = scanner(chains, inputs, from);
    const decoded = await until(
      `a batch with ${transactionHash}`,
      async () => {
        const span = await scan();
        return blocksOf(span).some(({ transactions }) => transactions.includes(transactionHash)) && span;
      },
      { deadline: 120 + inputs.batcher.interval * 2 + inputs.l1.blockTime * 10, every: 400, signal },
    );
    const blocks = blocksOf(decoded);
    for (let i = 0; i < blocks.length; i += AT_ONCE) {
      await Promise.all(blocks.slice(i, i + AT_ONCE).map((block) => sameOnL2(chains, block)));
    }
    await agreesWithDecoder(inputs, decoded);
    const transactions = blocks.reduce((sum, block) => sum + block.transactions.length, 0);
    return {
      status: "passed",
      detail: `${decoded.channels.length} channels, ${blocks.length} blocks, ${transactions} transactions, ${compression(decoded)}, same as L2 and op-node's batch_decoder`,
    };
  },
};

/** Decodes all batches from an L1 block on; every call looks at the L1 blocks that are new since the one before. */
function scanner({ l1 }: Chains, inputs: SmokeInputs, from: number): () => Promise<Decoded> {
  const rollup = rollupFacts(inputs);
  const frames: Frame[] = [];
  let to = from - 1;
  return async () => {
    const head = Number(await l1.getBlockNumber());
    frames.push(...framesOf(await inboxTransactions(l1, rollup.inbox, to + 1, head), rollup));
    to = head;
    const found = [...byChannel(frames)].map(([id, own]) => ({ id, frames: orderFrames(own) }));
    const channels = found.flatMap(({ id, frames }) => (frames ? [describeChannel(id, frames, rollup)] : []));
    return { from, to, channels };
  };
}

const blocksOf = ({ channels }: Decoded) => channels.flatMap(({ blocks }) => blocks);

/** A decoded block against the chain's: deposits are on L2 only, the first of them names the L1 origin. */
async function sameOnL2({ l2 }: Chains, block: BlockReport): Promise<void> {
  const own = await l2.getBlock({ blockNumber: BigInt(block.number), includeTransactions: true });
  const where = `L2 block ${block.number}`;
  const { timestamp } = own;
  check(
    Number(timestamp) === block.timestamp,
    `${where} has timestamp ${timestamp}, its batch has ${block.timestamp}`,
  );
  const sent = own.transactions.filter(({ typeHex }) => typeHex !== "0x7e").map(({ hash }) => hash);
  check(
    sent.join() === block.transactions.join(),
    `${where} has transactions ${sent.join(", ") || "none"}, its batch has ${block.transactions.join(", ") || "none"}`,
  );
  const origin = originOf(own.transactions[0]?.input);
  check(origin === block.l1Origin, `${where} has L1 origin ${origin}, its batch has ${block.l1Origin}`);
}

/** The L1 origin's number in the calldata of `setL1BlockValuesEcotone` and its successors: bytes 28 to 36. */
function originOf(calldata: string | undefined): number {
  return Number(`0x${calldata?.slice(2 + 28 * 2, 2 + 36 * 2)}`);
}

function compression({ channels }: Decoded): string {
  const raw = channels.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  const compressed = channels.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
  const kinds = [...new Set(channels.map((channel) => channel.compression))].join(" and ");
  return `${kinds} ${(raw / compressed).toFixed(2)}:1`;
}

/** @throws TensoraError when the toolchain's decoder is not built, or reads something else */
async function agreesWithDecoder(inputs: SmokeInputs, { from, to, channels }: Decoded): Promise<void> {
  const program = programPath("batch_decoder");
  const rollup = rollupFacts(inputs);
  const ends = { l1RpcUrl: inputs.l1.rpcUrl, rollupRpcUrl: inputs.l2.rollupRpcUrl };
  await compareWithBatchDecoder(channels, { program, ...ends, rollup, from, to });
}
