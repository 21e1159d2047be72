import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Address, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROXY_IMPLEMENTATION_SLOT } from "../../../spec/contracts.ts";
import { l1Client, l1Wallet } from "../../../chain/clients.ts";
import { type DevL1, startDevL1 } from "../testing/dev-l1.ts";
import { testAddress, testKey } from "../testing/inputs.ts";
import { cacheDir } from "../../../toolchain/cache.ts";
import type { Build, ContractArtifact } from "../../../toolchain/contracts/contracts.ts";
import { deployedSources } from "./deployed.ts";

/** Code that only ends; its last two bytes were written by the constructor. */
const CODE = "0x00aaaa";
const OTHER = "0x00bbbbbb";
const implementation: Address = `0x${"c0".repeat(20)}`;
const other: Address = `0x${"c1".repeat(20)}`;

const name = `test-${randomBytes(8).toString("hex")}`;
const file = path.join(cacheDir(), "contracts", `${name}.json`);
const sources = { "Token.sol": "contract Token {}" };
const token: ContractArtifact = {
  abi: [],
  bytecode: "0x",
  deployedBytecode: "0x000000",
  immutables: [{ start: 1, length: 2 }],
};

let chain: DevL1;
let proxies: Record<"same" | "changed", Address>;

/** Code that makes a proxy as far as it is looked at: an address in the slot of EIP-1967. */
const proxyCode = (to: Address): Hex =>
  `0x73${to.slice(2)}7f${PROXY_IMPLEMENTATION_SLOT.slice(2)}5560016000f3`;

beforeAll(async () => {
  const build: Build = { contracts: { Token: token }, sources };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(build));
  chain = await startDevL1([testAddress("user")], 30_000_000, [
    { address: implementation, code: CODE },
    { address: other, code: OTHER },
  ]);
  const client = l1Client(chain);
  const user = l1Wallet(testKey("user"), chain);
  const proxyTo = async (to: Address) => {
    const hash = await user.sendTransaction({ data: proxyCode(to), gas: 200_000n });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    return contractAddress as Address;
  };
  proxies = { same: await proxyTo(implementation), changed: await proxyTo(other) };
}, 300_000);

afterAll(async () => {
  await chain?.stop();
  fs.rmSync(file, { force: true });
});

const deployed = (addresses: Record<string, Address>, build = name) =>
  deployedSources(l1Client(chain), { build, addresses });

describe("the sources of what is deployed", () => {
  it("are those of the deployment while its code is behind the proxies, whatever its immutables", async () => {
    expect(await deployed({ Token: proxies.same })).toEqual(sources);
  });

  it("need no look at what has no proxy, or is not of this project", async () => {
    expect(await deployed({ Token: implementation, EntryPoint: proxies.changed })).toEqual(sources);
  });

  it("are not known of what was upgraded since", async () => {
    await expect(deployed({ Token: proxies.changed })).rejects.toThrow(
      "upgraded since the deployment: Token",
    );
  });

  it("are not known of what was compiled elsewhere", async () => {
    await expect(deployed({ Token: proxies.same }, "elsewhere")).rejects.toThrow("does not have the build");
  });
});
