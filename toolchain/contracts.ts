import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
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
/** As in contracts/foundry.toml, which tests the same code. Cancun is what both chains have from their first block. */
export const SETTINGS = {
  optimizer: { enabled: true, runs: 10_000 },
  evmVersion: "cancun",
  metadata: { bytecodeHash: "none", appendCBOR: false },
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
    fs.writeFileSync(temporary, JSON.stringify(await compile()));
  });
}

/** Whether {@link contractArtifact} will find what it needs. */
export const contractsBuilt = (): boolean => fs.existsSync(artifactsFile());

/**
 * One of the project's own contracts, such as `BatchInbox`.
 * @throws TensoraError when it is not compiled yet or there is none of that name
 */
export function contractArtifact(name: string): ContractArtifact {
  const file = artifactsFile();
  if (!contractsBuilt()) {
    throw new TensoraError("the contracts are not compiled", { where: file, next: ["run `./tensora up`"] });
  }
  const artifact = (JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, ContractArtifact>)[name];
  if (!artifact) throw new TensoraError(`there is no contract ${name}`, { where: file });
  return artifact;
}

/** Named by all that decides what the code is: sources, compiler, settings, and the library they import. */
function artifactsFile(): string {
  const sources = SOURCES.map((s) => fs.readFileSync(sourceFile(s), "utf8"));
  const manifest = fs.readFileSync(path.join(projectRoot(), "package.json"), "utf8");
  const { solc, solady } = (JSON.parse(manifest) as { devDependencies: Record<string, string> })
    .devDependencies;
  const key = contentKey([...sources, JSON.stringify({ solc, solady, SETTINGS })]);
  return path.join(cacheDir(), "contracts", `${key}.json`);
}

const sourceFile = (source: string) => path.join(projectRoot(), "contracts", "src", source);

/** Runs the compiler as a program, so that this one goes on meanwhile. It reads imports by their npm names. */
async function compile(): Promise<Record<string, ContractArtifact>> {
  const sources = Object.fromEntries(
    SOURCES.map((s) => [s, { content: fs.readFileSync(sourceFile(s), "utf8") }]),
  );
  const compiler = path.join(projectRoot(), "toolchain", "solc", "solc.mjs");
  const { stdout } = await execa(process.execPath, [compiler, "--standard-json"], {
    cwd: path.join(projectRoot(), "node_modules"),
    input: JSON.stringify({ language: "Solidity", sources, settings: SETTINGS }),
  });
  const output = JSON.parse(stdout) as CompilerOutput;
  const errors = (output.errors ?? []).filter((e) => e.severity === "error");
  if (errors.length > 0) {
    throw new TensoraError("the contracts do not compile", { next: errors.map((e) => e.formattedMessage) });
  }
  const contracts = SOURCES.flatMap((s) => Object.entries(output.contracts[s] ?? {}));
  return Object.fromEntries(contracts.map(([name, contract]) => [name, artifactOf(contract)]));
}

const artifactOf = ({ abi, evm }: Compiled): ContractArtifact => ({
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
});
