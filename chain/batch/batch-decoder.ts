import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { type Hex, keccak256, toHex } from "viem";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import { rpc } from "../../lib/rpc.ts";
import { shownUrl, urlHider } from "../../lib/secret-url.ts";
import type { ChannelReport } from "./inspect.ts";
import type { RollupFacts } from "./types.ts";

/** Where op-node's own decoder finds everything. */
export interface DecoderInputs {
  /** The absolute path of the program. */
  program: string;
  l1RpcUrl: string;
  /** Of an op-node, for its rollup file. */
  rollupRpcUrl: string;
  rollup: RollupFacts;
  /** L1 blocks, both included. */
  from: number;
  to: number;
}

/** Seconds that each of the decoder's two runs may take. */
const LIMIT = 60;

/** The decoder's files, as far as they are compared. */
interface DecodedChannel {
  id: string;
  is_ready: boolean;
  invalid_frames: boolean;
  invalid_batches: boolean;
  frames: unknown[];
  batches: (SpanBatch | SingularBatch)[] | null;
  batch_types: number[] | null;
  compr_algos: string[] | null;
}
interface SpanBatch {
  span_batch_elements: SingularBatch[];
}
interface SingularBatch {
  EpochNum: number;
  Timestamp: number;
  Transactions: string[] | null;
}

/**
 * Runs op-node's batch_decoder over the same L1 blocks and compares every channel that it could read with ours.
 * @returns the number of channels and blocks that agree
 * @throws TensoraError that names the first channel with a difference; also when the decoder fails
 */
export async function compareWithBatchDecoder(ours: readonly ChannelReport[], inputs: DecoderInputs) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "batch-decoder-"));
  try {
    const theirs = await runDecoder(inputs, folder);
    const byId = new Map(theirs.filter(({ is_ready }) => is_ready).map((channel) => [channel.id, channel]));
    if (byId.size !== ours.length) {
      throw new TensoraError(`batch_decoder has ${byId.size} complete channels, we have ${ours.length}`);
    }
    for (const channel of ours) sameChannel(channel, byId.get(channel.id.slice(2)), inputs.rollup);
    return { channels: ours.length, blocks: ours.reduce((sum, { blocks }) => sum + blocks.length, 0) };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function runDecoder(inputs: DecoderInputs, folder: string): Promise<DecodedChannel[]> {
  const { program, l1RpcUrl, rollupRpcUrl, rollup, from, to } = inputs;
  const [transactions, channels, file] = ["transactions", "channels", "rollup.json"].map((name) =>
    path.join(folder, name),
  );
  await fs.writeFile(file as string, JSON.stringify(await rpc(rollupRpcUrl, "optimism_rollupConfig")));
  const range = ["--start", `${from}`, "--end", `${to + 1}`];
  const whose = ["--inbox", rollup.inbox, "--sender", rollup.batcher];
  const options = { timeout: LIMIT * 1000, stdin: "ignore" } as const;
  // The URL may hold an API key: arguments are seen by every user of the machine, and an error shows both.
  const fetching = { ...options, env: { L1_RPC: l1RpcUrl } };
  const hide = urlHider([l1RpcUrl]);
  await execa(program, ["fetch", ...range, ...whose, "--out", transactions as string], fetching).catch(
    (error) => {
      throw new TensoraError("batch_decoder does not fetch the batches", {
        where: shownUrl(l1RpcUrl),
        cause: hide(messageOf(error)),
      });
    },
  );
  const files = [
    "--in",
    transactions as string,
    "--out",
    channels as string,
    "--rollup-config",
    file as string,
  ];
  await execa(program, ["reassemble", ...files], options);
  const names = await fs.readdir(channels as string);
  const texts = await Promise.all(
    names.map((name) => fs.readFile(path.join(channels as string, name), "utf8")),
  );
  return texts.map((text) => JSON.parse(text) as DecodedChannel);
}

const BATCH_TYPES = ["singular", "span"];

function sameChannel(ours: ChannelReport, theirs: DecodedChannel | undefined, rollup: RollupFacts): void {
  if (!theirs) throw new TensoraError(`batch_decoder does not know channel ${ours.id}`);
  if (theirs.invalid_frames || theirs.invalid_batches) {
    throw new TensoraError(`batch_decoder calls channel ${ours.id} invalid, we decode it`);
  }
  const facts = {
    frames: theirs.frames.length,
    batchTypes: theirs.batch_types?.map((type) => BATCH_TYPES[type] ?? `type ${type}`) ?? [],
    compression: [...new Set(theirs.compr_algos?.map((name) => name.replace(/-.*/, "")))].join(" and "),
    blocks: (theirs.batches ?? []).flatMap((batch) => blocksOf(batch, rollup)),
  };
  for (const field of ["frames", "batchTypes", "compression", "blocks"] as const) {
    const [mine, other] = [JSON.stringify(ours[field]), JSON.stringify(facts[field])];
    if (mine !== other)
      throw new TensoraError(`channel ${ours.id}, ${field}: we have ${mine}, batch_decoder ${other}`);
  }
}

function blocksOf(batch: SpanBatch | SingularBatch, { genesisTime, blockTime }: RollupFacts) {
  const elements = "span_batch_elements" in batch ? batch.span_batch_elements : [batch];
  return elements.map(({ EpochNum, Timestamp, Transactions }) => ({
    number: (Timestamp - genesisTime) / blockTime,
    timestamp: Timestamp,
    l1Origin: EpochNum,
    transactions: (Transactions ?? []).map(hashOf),
  }));
}

/** Transactions are written as hex there, in older releases as base64. */
const hashOf = (raw: string): Hex =>
  keccak256(raw.startsWith("0x") ? (raw as Hex) : toHex(Buffer.from(raw, "base64")));
