import { keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { artifactReader } from "../toolchain/contracts/published.ts";
import { word } from "./bytes.ts";
import { withImmutables } from "./immutables.ts";
import { aliasOf, implementationOf } from "./predeploys.ts";
import { preinstalls } from "./preinstalls.ts";
import { storageOf } from "./storage.ts";

const read = artifactReader();

describe("storage", () => {
  it("packs variables that share a slot, and leaves zeros out", () => {
    const variables = {
      _initialized: 1,
      _initializing: true,
      xDomainMsgSender: "0xdead",
      otherMessenger: 0,
    } as const;
    expect(storageOf(read("L2CrossDomainMessenger"), variables)).toEqual({
      [word(0)]: word((1n << 160n) | (1n << 168n)),
      [word(204)]: word("0xdead"),
    });
  });

  it("refuses what the contract does not have or can't hold", () => {
    const messenger = read("L2CrossDomainMessenger");
    expect(() => storageOf(messenger, { owner: 1 })).toThrow("no plain state variable owner");
    expect(() => storageOf(messenger, { failedMessages: 1 })).toThrow(
      "no plain state variable failedMessages",
    );
    expect(() => storageOf(messenger, { _initialized: 256 })).toThrow("_initialized can't hold 256");
  });
});

describe("immutables", () => {
  const vault = read("L1FeeVault");
  const values = { RECIPIENT: "0xabcdef", MIN_WITHDRAWAL_AMOUNT: 77n, WITHDRAWAL_NETWORK: 1 } as const;

  it("stand at every place that the compiler names", () => {
    const code = withImmutables(vault, [read("FeeVault")], values);
    expect(code.length).toBe(vault.deployedBytecode.object.length);
    expect(code.split(word(77).slice(2)).length - 1).toBe(2);
    expect(code.split(word("0xabcdef").slice(2)).length - 1).toBe(5);
  });

  it("must all have a value", () => {
    const { RECIPIENT: _, ...rest } = values;
    expect(() => withImmutables(vault, [read("FeeVault")], rest)).toThrow("RECIPIENT has no value");
    expect(() => withImmutables(vault, [], values)).toThrow("has no value");
  });
});

it("Permit2 for mainnet is mainnet's", () => {
  const mainnet = "0xc67d1657868aa5146eaf24fb879fb1fdec3d2d493b3683a61c9c2f4fb2851131";
  expect(keccak256(preinstalls(1).Permit2.code)).toBe(mainnet);
});

it("addresses of implementations and aliases are derived as the rollup derives them", () => {
  expect(implementationOf("L1FeeVault")).toBe("0xc0d3c0d3c0d3c0d3c0d3c0d3c0d3c0d3c0d3001a");
  expect(aliasOf("0xfffFfFffffFFFFFFFfFFFFFFFFFFFfFffFFfFfFF")).toBe(
    "0x1111000000000000000000000000000000001110",
  );
});
