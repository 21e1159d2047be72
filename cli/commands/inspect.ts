import type { Hex } from "viem";
import { type BatchReport, type ChannelReport, inspectBatch } from "../../chain/batch/inspect.ts";
import { rollupFacts } from "../../chain/batch/rollup-facts.ts";
import { l1Client } from "../../chain/clients.ts";
import { TensoraError } from "../../lib/errors.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { placeOf, type StackOptions } from "../request.ts";
import { readL1, readOutputs } from "../../stack/read.ts";
import { faint, strong } from "../ui/colours.ts";
import { bytes } from "../ui/format.ts";
import { columns } from "../ui/table.ts";

/** Decodes a batch transaction of L1: version, frames, compression, and the blocks that it brings. */
export async function inspect(transaction: string, { stack, json = false }: StackOptions): Promise<ExitCode> {
  if (!/^0x[0-9a-fA-F]{64}$/.test(transaction)) {
    throw new TensoraError(`\`${transaction}\` is not a valid transaction hash`, {
      next: ["write the hash of a transaction to the batch inbox: 0x and 64 hexadecimal digits"],
    });
  }
  const [l1, { l2 }] = await Promise.all([readL1(placeOf(stack)), readOutputs(placeOf(stack))]);
  const report = await inspectBatch(l1Client(l1), transaction as Hex, await rollupFacts(l2.rollupRpcUrl));
  console.log(json ? JSON.stringify(report, undefined, 2) : text(report).join("\n"));
  return EXIT.ok;
}

function text({ transaction, l1Block, version, size, frames, channels }: BatchReport): string[] {
  return [
    `${strong("Batch transaction")} ${transaction}`,
    ...columns([
      ["L1 block", `${l1Block}`],
      ["version", `${version}`],
      ["calldata", bytes(size)],
    ]),
    "",
    strong("Frames"),
    ...columns(frames.map((f) => [f.channel, `frame ${f.number}`, bytes(f.size), f.last ? "last" : ""])),
    ...channels.flatMap(channelText),
  ];
}

function channelText(channel: ChannelReport): string[] {
  const { id, frames, compression, compressedBytes, rawBytes, ratio, batchTypes, blocks } = channel;
  const first = blocks[0]?.number;
  const last = blocks.at(-1)?.number;
  return [
    "",
    `${strong("Channel")} ${id}`,
    ...columns([
      ["frames", `${frames}`],
      [
        "compression",
        `${compression}, ${bytes(rawBytes)} in ${bytes(compressedBytes)}, ${ratio.toFixed(2)}:1`,
      ],
      ["batches", batchTypes.join(", ")],
      ["blocks", blocks.length === 0 ? "none" : `${first} to ${last}`],
    ]),
    ...blocks.flatMap((block) => [
      `  block ${block.number}  ${new Date(block.timestamp * 1000).toISOString()}  ${faint(`L1 origin ${block.l1Origin}, ${block.transactions.length} transactions`)}`,
      ...block.transactions.map((hash) => `    ${hash}`),
    ]),
  ];
}
