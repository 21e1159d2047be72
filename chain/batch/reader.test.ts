import { hexToBytes, toRlp } from "viem";
import { describe, expect, it } from "vitest";
import { BatchError } from "./errors.ts";
import { ByteReader } from "./reader.ts";
import { decodeRlp, readRlpItem, rlpInteger, trimmed } from "./rlp.ts";

const reader = (hex: `0x${string}`) => new ByteReader(hexToBytes(hex));

describe("ByteReader", () => {
  it("reads big-endian integers and varints", () => {
    const source = reader("0x0102ac02ffffffffffffffffff01");
    expect(source.uint(2, "x")).toBe(258);
    expect(source.uvarint("x")).toBe(300n);
    expect(source.uvarint("x")).toBe(2n ** 64n - 1n);
    expect(source.done).toBe(true);
  });

  it.each([
    ["0x", "left"],
    ["0x80", "left"],
    ["0xffffffffffffffffff02", "more than 64 bits"],
    ["0x8080808080808080808001", "more than 64 bits"],
  ] as const)("refuses the varint %s", (hex, reason) => {
    expect(() => reader(hex).uvarint("x")).toThrow(reason);
  });

  it("reads bits from the least significant one on", () => {
    expect(reader("0x0105").bits(9, "x")).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(reader("0x").bits(0, "x")).toEqual([]);
    expect(() => reader("0x02").bits(1, "x")).toThrow("bit 1 is set");
  });
});

describe("RLP", () => {
  it.each([
    "0x",
    "0x05",
    "0x80",
    `0x${"11".repeat(55)}`,
    `0x${"11".repeat(56)}`,
    `0x${"11".repeat(300)}`,
  ] as const)("reads one item of a stream: %s", (value) => {
    const item = toRlp(value);
    const source = reader(`${item}c0`);
    expect(decodeRlp(readRlpItem(source, "x"), "x")).toBe(value);
    expect(readRlpItem(source, "x")).toEqual(hexToBytes("0xc0"));
    expect(source.done).toBe(true);
  });

  it("reads long and short lists", () => {
    for (const list of [["0x01"], Array.from({ length: 80 }, () => "0x02" as const)] as const) {
      expect(decodeRlp(readRlpItem(reader(toRlp([...list])), "x"), "x")).toEqual(list);
    }
  });

  it.each(["0x82ff", "0xb8", "0xb838", "0xc201", "0xbfffffffffffffffff"] as const)("refuses %s", (hex) => {
    expect(() => decodeRlp(readRlpItem(reader(hex), "x"), "x")).toThrow(BatchError);
  });

  it("writes integers without leading zeros", () => {
    expect([0, 1, 255, 256, 2n ** 64n].map(rlpInteger)).toEqual([
      "0x",
      "0x01",
      "0xff",
      "0x0100",
      "0x010000000000000000",
    ]);
    expect(trimmed(hexToBytes("0x000001"))).toBe("0x01");
    expect(trimmed(hexToBytes("0x0000"))).toBe("0x");
  });
});
