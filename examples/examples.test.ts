import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { type Address, isAddress, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { l1Client } from "../lib/chain/clients.ts";
import { projectRoot } from "../lib/root.ts";
import { type DevL1, startDevL1 } from "../steps/deploy/testing/dev-l1.ts";
import { testAddress, testKey } from "../steps/deploy/testing/inputs.ts";
import { cacheDir, contentKey, makeOnce } from "../toolchain/cache.ts";
import { foundryPath } from "../toolchain/foundry.ts";
import { Ticker } from "../toolchain/progress.ts";

/** op-geth, which is what runs the L2. */
let chain: DevL1;
const temporary: string[] = [];

beforeAll(async () => {
  chain = await startDevL1([testAddress("hardhat's user"), testAddress("foundry's user")]);
});

afterAll(async () => {
  await chain?.stop();
  for (const dir of temporary) fs.rmSync(dir, { recursive: true, force: true });
});

const example = (name: string) => path.join(projectRoot(), "examples", name);

/** A project just as it is in the repository, where it can leave what it makes. */
function copied(name: string): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `tensora-${name}-`));
  temporary.push(dir);
  const made = new Set(["node_modules", "artifacts", "cache", "out", "broadcast"]);
  const filter = (file: string) => !made.has(path.basename(file));
  fs.cpSync(example(name), dir, { recursive: true, filter });
  return dir;
}

/** The Hardhat project's packages, as its own lock file pins them: installed once, into the cache. */
async function hardhatPackages(): Promise<string> {
  const [manifest, lock] = ["package.json", "package-lock.json"].map((file) =>
    fs.readFileSync(path.join(example("hardhat"), file), "utf8"),
  ) as [string, string];
  const dir = path.join(cacheDir(), "examples", contentKey([manifest, lock]));
  await makeOnce(dir, new Ticker("Hardhat", () => {}), async (partial) => {
    fs.mkdirSync(partial, { recursive: true });
    fs.writeFileSync(path.join(partial, "package.json"), manifest);
    fs.writeFileSync(path.join(partial, "package-lock.json"), lock);
    await execa("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: partial });
  });
  return path.join(dir, "node_modules");
}

async function expectCounter(address: Address | undefined) {
  if (!address || !isAddress(address)) throw new Error(`no address, but ${address}`);
  const client = l1Client(chain);
  expect((await client.getCode({ address }))?.length).toBeGreaterThan(100);
  const abi = parseAbi(["function number() view returns (uint256)"]);
  expect(await client.readContract({ address, abi, functionName: "number" })).toBe(8n);
}

describe("an ordinary project", { timeout: 600_000 }, () => {
  it("of Hardhat deploys to the L2 without a change", async () => {
    const dir = copied("hardhat");
    fs.symlinkSync(await hardhatPackages(), path.join(dir, "node_modules"));
    const { stdout } = await execa("npm", ["run", "--silent", "deploy"], {
      cwd: dir,
      env: {
        RPC_URL: chain.rpcUrl,
        PRIVATE_KEY: testKey("hardhat's user"),
        HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
      },
    });
    await expectCounter(/^Counter (0x\w{40})$/m.exec(stdout)?.[1] as Address | undefined);
  });

  it("of Foundry deploys to the L2 without a change", async () => {
    const dir = copied("foundry");
    const key = testKey("foundry's user");
    const script = ["script", "script/Deploy.s.sol:Deploy", "--rpc-url", "l2"];
    await execa(foundryPath("forge"), [...script, "--private-key", key, "--broadcast"], {
      cwd: dir,
      env: {
        RPC_URL: chain.rpcUrl,
        // the same compiler from npm: where it can, forge downloads the one that foundry.toml names
        FOUNDRY_SOLC: path.join(projectRoot(), "toolchain", "solc", "solc"),
      },
    });
    const record = path.join(dir, "broadcast", "Deploy.s.sol", `${chain.chainId}`, "run-latest.json");
    const { transactions } = JSON.parse(fs.readFileSync(record, "utf8")) as {
      transactions: { contractAddress?: Address }[];
    };
    await expectCounter(transactions[0]?.contractAddress);
  });
});
