import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { type Address, type Hex, isAddress } from "viem";
import { projectRoot } from "../../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "../../toolchain/cache.ts";
import { foundryPath } from "../../toolchain/contracts/foundry.ts";
import { Ticker } from "../../toolchain/progress.ts";

/** A chain for an ordinary project, and an account with coins there. */
export interface Target {
  rpcUrl: string;
  chainId: number;
  key: Hex;
}

const example = (name: string) => path.join(projectRoot(), "examples", name);

/** Deploys `examples/hardhat`. @returns where its contract is */
export function deployByHardhat({ rpcUrl, key }: Target): Promise<Address> {
  return inCopy("hardhat", async (dir) => {
    fs.symlinkSync(await hardhatPackages(), path.join(dir, "node_modules"));
    const { stdout } = await execa("npm", ["run", "--silent", "deploy"], {
      cwd: dir,
      env: { RPC_URL: rpcUrl, PRIVATE_KEY: key, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" },
    });
    return addressIn(/^Counter (0x\w{40})$/m.exec(stdout)?.[1]);
  });
}

/** Deploys `examples/foundry`. @returns where its contract is */
export function deployByFoundry({ rpcUrl, chainId, key }: Target): Promise<Address> {
  return inCopy("foundry", async (dir) => {
    const script = ["script", "script/Deploy.s.sol:Deploy", "--rpc-url", "l2"];
    await execa(foundryPath("forge"), [...script, "--private-key", key, "--broadcast"], {
      cwd: dir,
      env: {
        RPC_URL: rpcUrl,
        // the same compiler from npm: where it can, forge downloads the one that foundry.toml names
        FOUNDRY_SOLC: path.join(projectRoot(), "toolchain", "contracts", "solc", "solc"),
      },
    });
    const record = path.join(dir, "broadcast", "Deploy.s.sol", `${chainId}`, "run-latest.json");
    const { transactions } = JSON.parse(fs.readFileSync(record, "utf8")) as {
      transactions: { contractAddress?: string }[];
    };
    return addressIn(transactions[0]?.contractAddress);
  });
}

function addressIn(text: string | undefined): Address {
  if (text === undefined || !isAddress(text)) throw new Error(`no address, but ${text}`);
  return text;
}

/** Works on a project just as it is in the repository, where it can leave what it makes. */
async function inCopy<T>(name: string, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `tensora-${name}-`));
  const made = new Set(["node_modules", "artifacts", "cache", "out", "broadcast"]);
  const filter = (file: string) => !made.has(path.basename(file));
  try {
    fs.cpSync(example(name), dir, { recursive: true, filter });
    return await work(dir);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
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
