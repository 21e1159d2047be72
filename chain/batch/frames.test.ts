import { concat, type Hex, hexToBytes, numberToHex, size } from "viem";
import { describe, expect, it } from "vitest";
import { BatchError } from "./errors.ts";
import { parseFrames } from "./frames.ts";
import { byChannel, framesOf, type InboxTransaction } from "./scan.ts";
import { vector } from "./testing/vectors.ts";

const CHANNEL = `0x${"ab".repeat(16)}` as const;
const OTHER = `0x${"cd".repeat(16)}` as const;

const frame = (number: number, data: Hex, last = 0, channel: Hex = CHANNEL): Hex =>
  concat([
    channel,
    numberToHex(number, { size: 2 }),
    numberToHex(size(data), { size: 4 }),
    data,
    numberToHex(last, { size: 1 }),
  ]);
const calldata = (...frames: Hex[]) => concat(["0x00", ...frames]);

describe("parseFrames", () => {
  it("reads all frames of a transaction", () => {
    expect(parseFrames(calldata(frame(0, "0x0102"), frame(258, "0x", 1, OTHER)))).toEqual([
      { channel: CHANNEL, number: 0, data: hexToBytes("0x0102"), last: false },
      { channel: OTHER, number: 258, data: new Uint8Array(), last: true },
    ]);
  });

  it.each<[string, Hex, string]>([
    ["no calldata", "0x", "version"],
    ["a version of the future", concat(["0x01", frame(0, "0x01")]), "batch version 1 is unknown"],
    ["no frames", "0x00", "without frames"],
    ["a mark that is neither 0 nor 1", calldata(frame(0, "0x01", 2)), "last-frame mark is 2"],
    [
      "more data than derivation takes",
      concat(["0x00", CHANNEL, "0x0000", numberToHex(1_000_001, { size: 4 })]),
      "more than 1000000",
    ],
    ["something behind the last frame", concat([calldata(frame(0, "0x01")), "0x00"]), "channel id"],
  ])("refuses %s", (_, bytes, reason) => {
    expect(() => parseFrames(bytes)).toThrow(BatchError);
    expect(() => parseFrames(bytes)).toThrow(reason);
  });

  it("refuses every real transaction that is cut off anywhere", () => {
    const [real = "0x"] = vector("span-brotli").calldata;
    for (let end = 2; end < real.length; end += 2) {
      expect(() => parseFrames(real.slice(0, end) as Hex), `${end / 2 - 1} bytes`).toThrow(BatchError);
    }
    expect(parseFrames(real)).toHaveLength(1);
  });
});

describe("framesOf", () => {
  const { rollup } = vector("span-zlib");
  const sent = (bytes: Hex, from: Hex = rollup.batcher): InboxTransaction => ({
    hash: "0x",
    from,
    block: 1,
    index: 0,
    calldata: bytes,
  });

  it("takes the batcher's frames only, and passes over what derivation ignores", () => {
    const stranger = "0x00000000000000000000000000000000000000aa";
    const transactions = [
      sent(calldata(frame(1, "0x01"))),
      sent(calldata(frame(0, "0x02")), stranger),
      sent("0xff"),
      sent("0x"),
      sent(calldata(frame(0, "0x03"), frame(0, "0x04", 1, OTHER))),
    ];
    const channels = byChannel(framesOf(transactions, rollup));
    expect([...channels].map(([id, frames]) => [id, frames.map(({ data }) => data[0])])).toEqual([
      [CHANNEL, [1, 3]],
      [OTHER, [4]],
    ]);
  });

  it("knows the batcher's address in any case", () => {
    const lower = rollup.batcher.toLowerCase() as Hex;
    expect(framesOf([sent(calldata(frame(0, "0x01")), lower)], rollup)).toHaveLength(1);
  });
});
