import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Abi, Hex } from "viem";
import { TensoraError } from "../lib/errors.ts";
import { projectRoot } from "../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "./cache.ts";
import { type OnProgress, Ticker } from "./progress.ts";

/** What a compiled contract of this project consists of. */
export interface ContractArtifact {
  abi: Abi;
  /** Creation code. */
  bytecode: Hex;
  /** Runtime code as it stands on chain: these contracts have no immutables. */
  deployedBytecode: Hex;
}

/** The contracts that the rollup itself is made of, compiled apart from the protocol's so that `up` need not wait. */
const SOURCES = ["settlement/BatchInbox.sol", "settlement/WrappedBNB.sol"];
/** Cancun is what both chains have from their first block. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 10_000 },
  evmVersion: "cancun",
  metadata: { bytecodeHash: "none" },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
};

interface Compiled {
  abi: Abi;
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
}
interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, Compiled>>;
}

/**
 * Compiles the rollup's contracts unless the cache has them.
 * @throws TensoraError with the compiler's messages
 */
export async function ensureContracts(onProgress: OnProgress = () => {}): Promise<void> {
  const ticker = new Ticker("contracts", onProgress);
  await makeOnce(artifactsFile(), ticker, async (temporary) => {
    fs.writeFileSync(temporary, JSON.stringify(compile()));
  });
}

/**
 * One of the project's own contracts, such as `BatchInbox`.
 * @throws TensoraError when it is not compiled yet or there is none of that name
 */
export function contractArtifact(name: string): ContractArtifact {
  const file = artifactsFile();
  if (!fs.existsSync(file)) {
    throw new TensoraError("the contracts are not compiled", { where: file, next: ["run `./tensora up`"] });
  }
  const artifact = (JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, ContractArtifact>)[name];
  if (!artifact) throw new TensoraError(`there is no contract ${name}`, { where: file });
  return artifact;
}

function artifactsFile(): string {
  const sources = SOURCES.map((s) => fs.readFileSync(sourceFile(s), "utf8"));
  const lock = fs.readFileSync(path.join(projectRoot(), "package.json"), "utf8");
  return path.join(
    cacheDir(),
    "contracts",
    `${contentKey([...sources, lock, JSON.stringify(SETTINGS)])}.json`,
  );
}

const sourceFile = (source: string) => path.join(projectRoot(), "contracts", "src", source);

function compile(): Record<string, ContractArtifact> {
  const require = createRequire(path.join(projectRoot(), "package.json"));
  const solc = require("solc") as { compile(input: string, callbacks: unknown): string };
  const sources = Object.fromEntries(
    SOURCES.map((s) => [s, { content: fs.readFileSync(sourceFile(s), "utf8") }]),
  );
  const input = { language: "Solidity", sources, settings: SETTINGS };
  // Libraries are imported by their npm names.
  const readImport = (name: string) => {
    const file = path.join(projectRoot(), "node_modules", name);
    return fs.existsSync(file) ? { contents: fs.readFileSync(file, "utf8") } : { error: `no ${name}` };
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as CompilerOutput;
  const errors = (output.errors ?? []).filter((e) => e.severity === "error");
  if (errors.length > 0) {
    throw new TensoraError("the contracts do not compile", { next: errors.map((e) => e.formattedMessage) });
  }
  return Object.fromEntries(
    SOURCES.flatMap((s) => Object.entries(output.contracts[s] ?? {})).map(([name, c]) => [
      name,
      artifactOf(c),
    ]),
  );
}

const artifactOf = ({ abi, evm }: Compiled): ContractArtifact => ({
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
});
