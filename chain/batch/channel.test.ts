import { brotliCompressSync, deflateSync } from "node:zlib";
import { bytesToHex, concat, type Hex, hexToBytes, keccak256, toHex, toRlp } from "viem";
import { describe, expect, it } from "vitest";
import { decodeChannel, orderFrames } from "./channel.ts";
import { BatchError } from "./errors.ts";
import { parseFrames } from "./frames.ts";
import { describeChannel } from "./inspect.ts";
import { byChannel } from "./scan.ts";
import { VECTORS, vector } from "./testing/vectors.ts";
import type { Frame } from "./types.ts";

const framesIn = (name: (typeof VECTORS)[number]) => vector(name).calldata.flatMap(parseFrames);
const ordered = (frames: readonly Frame[]) => {
  const complete = orderFrames(frames);
  if (!complete) throw new Error("a frame is missing");
  return complete;
};

describe.each(VECTORS)("the channel %s of op-batcher", (name) => {
  const { rollup, blocks, ...expected } = vector(name);

  it("decodes to the blocks that L2 has, transactions byte by byte", () => {
    const channel = decodeChannel(ordered(framesIn(name)), rollup);
    expect(channel).toMatchObject({
      compression: expected.compression,
      compressedBytes: expected.compressedBytes,
      rawBytes: expected.rawBytes,
    });
    expect(channel.batches.map(({ type }) => type)).toEqual(expected.batchTypes);
    expect(channel.batches.flatMap((batch) => batch.blocks)).toEqual(
      blocks.map(({ number: _, ...block }) => block),
    );
  });

  it("has a transaction of every kind", () => {
    const kinds = blocks.flatMap(({ transactions }) => transactions.map(({ raw }) => raw.slice(0, 4)));
    expect(new Set(kinds)).toEqual(new Set(["0xf8", "0x01", "0x02", "0x04"]));
  });

  it("is described as `inspect batch` shows it", () => {
    const [[id, frames] = ["0x", []] as [Hex, Frame[]]] = byChannel(framesIn(name));
    const report = describeChannel(id, ordered(frames), rollup);
    expect(report.ratio).toBeCloseTo(expected.rawBytes / expected.compressedBytes);
    expect(report.frames).toBe(expected.calldata.length);
    expect(report.blocks).toEqual(
      blocks.map((block) => ({ ...block, transactions: block.transactions.map(({ hash }) => hash) })),
    );
  });

  // Some bytes change nothing: a span batch repeats hashes that only derivation compares with its own.
  it("is decoded or refused by name when any byte is another, never by another error", () => {
    const frames = ordered(framesIn(name));
    const right = JSON.stringify(decodeChannel(frames, rollup).batches);
    const stream = Buffer.concat(frames.map(({ data }) => data));
    const outcomes: string[] = [];
    for (let at = 0; at < stream.length; at += 7) {
      const spoiled = Buffer.from(stream);
      spoiled[at] = (spoiled[at] as number) ^ 0x55;
      const frame = { ...(frames[0] as Frame), number: 0, last: true, data: spoiled };
      try {
        outcomes.push(JSON.stringify(decodeChannel([frame], rollup).batches));
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(BatchError);
        outcomes.push("refused");
      }
    }
    expect(outcomes.filter((outcome) => outcome === right).length).toBeLessThan(outcomes.length / 4);
  });

  it("is refused when its end is missing", () => {
    const frames = ordered(framesIn(name));
    const stream = Buffer.concat(frames.map(({ data }) => data));
    for (const length of [0, 1, 2, 10, stream.length >> 1, stream.length - 1]) {
      const frame = { ...(frames[0] as Frame), last: true, data: stream.subarray(0, length) };
      expect(() => decodeChannel([frame], rollup), `${length} bytes`).toThrow(BatchError);
    }
  });
});

describe("orderFrames", () => {
  const frames = framesIn("span-brotli");

  it("puts the frames of several transactions in order", () => {
    expect(frames).toHaveLength(3);
    expect(orderFrames(frames.toReversed())).toEqual(frames);
  });

  it("waits for a missing frame, be it the first, a middle or the last one", () => {
    for (const missing of [0, 1, 2])
      expect(orderFrames(frames.filter((_, i) => i !== missing))).toBeUndefined();
    expect(orderFrames([])).toBeUndefined();
  });

  it("takes the first of two frames with one number, as derivation does", () => {
    const again = { ...(frames[1] as Frame), data: new Uint8Array([1]) };
    expect(orderFrames([...frames, again])).toEqual(frames);
  });

  it("leaves out what is numbered past the last frame", () => {
    const past = { ...(frames[0] as Frame), number: 9 };
    expect(orderFrames([past, ...frames])).toEqual(frames);
  });
});

describe("decodeChannel", () => {
  const { rollup } = vector("span-zlib");
  const frame = (data: Uint8Array): Frame => ({ channel: "0x00", number: 0, last: true, data });
  const zlib = (content: Hex) => frame(deflateSync(hexToBytes(content)));
  const brotli = (content: Hex) =>
    frame(Buffer.concat([Buffer.from([1]), brotliCompressSync(hexToBytes(content))]));
  const batch = (bytes: Hex) => toRlp(bytes);
  const singular = (timestamp: number, transactions: Hex[] = []) =>
    batch(
      concat(["0x00", toRlp([keccak256("0x"), toHex(5), keccak256("0x01"), toHex(timestamp), transactions])]),
    );

  it.each([
    ["zlib", zlib],
    ["brotli", brotli],
  ] as const)("reads several batches from one %s stream", (compression, pack) => {
    const decoded = decodeChannel([pack(concat([singular(100), singular(101, ["0x02aa"])]))], rollup);
    expect(decoded.compression).toBe(compression);
    expect(decoded.batches).toEqual([
      { type: "singular", blocks: [{ timestamp: 100, l1Origin: 5, transactions: [] }] },
      {
        type: "singular",
        blocks: [
          { timestamp: 101, l1Origin: 5, transactions: [{ raw: "0x02aa", hash: keccak256("0x02aa") }] },
        ],
      },
    ]);
  });

  it.each<[string, Frame, string]>([
    ["an empty channel", frame(new Uint8Array()), "the channel is empty"],
    ["an unknown compression", frame(new Uint8Array([2, 1])), "no compression begins with the byte 0x2"],
    ["what is no brotli", frame(new Uint8Array([1, 255, 255])), "can't be decompressed"],
    ["an unknown batch type", zlib(batch("0x0207")), "batch type 2 is unknown"],
    ["an empty batch", zlib(batch("0x")), "an empty batch"],
    ["a list in a batch's place", zlib(toRlp(["0x00"])), "batch is not a string of bytes"],
    ["a batch that is cut off", zlib("0xb90100"), "bytes expected"],
    ["a singular batch that is no list", zlib(batch("0x0005")), "singular batch is not a list"],
    [
      "a singular batch of four fields",
      zlib(batch(concat(["0x00", toRlp(["0x", "0x", "0x", "0x"])]))),
      "4 items",
    ],
    ["a span batch of nothing", zlib(batch("0x01")), "bytes expected"],
  ])("refuses %s", (_, bad, reason) => {
    expect(() => decodeChannel([bad], rollup)).toThrow(BatchError);
    expect(() => decodeChannel([bad], rollup)).toThrow(reason);
  });

  it("refuses a stream that unpacks to more than derivation reads", () => {
    const bomb = frame(deflateSync(Buffer.alloc(100_000_001)));
    expect(() => decodeChannel([bomb], rollup)).toThrow("can't be decompressed");
  });

  it("has no opinion on what is after a batch: it must be another one", () => {
    const stray = concat([singular(100), bytesToHex(new Uint8Array([0x05]))]);
    expect(() => decodeChannel([zlib(stray)], rollup)).toThrow(BatchError);
  });
});
