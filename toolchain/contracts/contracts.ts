import fs from "node:fs";
import path from "node:path";
import type { Abi, Hex } from "viem";
import { TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "../cache.ts";
import { type OnProgress, Ticker } from "../progress.ts";
import {
  type Compiled,
  compile,
  compilerInput,
  contractSources,
  SETTINGS,
  type Sources,
  sourcesIn,
  versionsOf,
} from "./solidity.ts";

/** What a compiled contract of this project consists of. */
export interface ContractArtifact {
  abi: Abi;
  /** Creation code. */
  bytecode: Hex;
  /** Runtime code, with zeros where the constructor writes immutables. */
  deployedBytecode: Hex;
  /** Where those are: first byte and length of each. */
  immutables: { start: number; length: number }[];
}

/** What the cache keeps of a compilation: the sources too, so that an upgrade can be compared with what is deployed. */
export interface Build {
  contracts: Readonly<Record<string, ContractArtifact>>;
  sources: Sources;
}

/** Contracts that are compiled together, and found together. */
interface Unit {
  /** Shown as progress. */
  name: string;
  sources: () => Sources;
  /** npm packages that the sources import. */
  packages: readonly string[];
}

/** The contracts that the rollup itself is made of, compiled apart from the protocol's so that `up` need not wait. */
const ROLLUP: Unit = {
  name: "contracts",
  sources: () => picked(["settlement/BatchInbox.sol", "settlement/WrappedBNB.sol"]),
  packages: ["solady"],
};

const PROXY = "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/** Everything of contracts/src, and the proxy that upgradeable contracts stand behind. */
const PROTOCOL: Unit = {
  name: "protocol contracts",
  sources: () => ({
    ...sourcesIn(contractSources()),
    [PROXY]: fs.readFileSync(path.join(projectRoot(), "node_modules", PROXY), "utf8"),
  }),
  packages: [
    "solady",
    "@openzeppelin/contracts",
    "@openzeppelin/contracts-upgradeable",
    "@account-abstraction/contracts",
  ],
};

/**
 * Compiles the rollup's contracts unless the cache has them.
 * @throws TensoraError with the compiler's messages
 */
export const ensureContracts = (onProgress?: OnProgress): Promise<void> => ensure(ROLLUP, onProgress);

/** As {@link ensureContracts}, for the protocol's contracts; about half a minute. */
export const ensureProtocol = (onProgress?: OnProgress): Promise<void> => ensure(PROTOCOL, onProgress);

/** Whether {@link contractArtifact} and {@link protocolArtifacts} will find what they need. */
export const contractsBuilt = (): boolean =>
  [ROLLUP, PROTOCOL].every((unit) => fs.existsSync(artifactsFile(unit)));

/**
 * One of the rollup's own contracts, such as `BatchInbox`.
 * @throws TensoraError when it is not compiled yet or there is none of that name
 */
export function contractArtifact(name: string): ContractArtifact {
  const artifact = artifactsOf(ROLLUP)[name];
  if (!artifact) throw new TensoraError(`there is no contract ${name}`);
  return artifact;
}

/**
 * The protocol's contracts by name, and `ERC1967Proxy`.
 * @throws TensoraError when they are not compiled yet
 */
export const protocolArtifacts = (): Readonly<Record<string, ContractArtifact>> => artifactsOf(PROTOCOL);

/** What names the protocol's code of today among all that was ever compiled here. */
export const protocolBuildName = (): string => path.basename(artifactsFile(PROTOCOL), ".json");

/**
 * The compilation of this name, of whatever sources it was.
 * @throws TensoraError when the cache does not have it
 */
export const protocolBuild = (name: string): Build =>
  readBuild(path.join(cacheDir(), "contracts", `${path.basename(name)}.json`));

async function ensure(unit: Unit, onProgress: OnProgress = () => {}): Promise<void> {
  const ticker = new Ticker(unit.name, onProgress);
  await makeOnce(artifactsFile(unit), ticker, async (temporary) => {
    const outputs = ["abi", "evm.bytecode.object", "evm.deployedBytecode"];
    const sources = unit.sources();
    const { contracts } = await compile(compilerInput(sources, outputs));
    const own = Object.keys(sources).flatMap((file) => Object.entries(contracts[file] ?? {}));
    const artifacts = own.map(([name, compiled]) => [name, artifactOf(compiled)] as const);
    const made = artifacts.filter(([, { bytecode }]) => bytecode !== "0x");
    const build: Build = { contracts: Object.fromEntries(made), sources };
    fs.writeFileSync(temporary, JSON.stringify(build));
  });
}

const artifactsOf = (unit: Unit) => readBuild(artifactsFile(unit)).contracts;

function readBuild(file: string): Build {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Build;
  } catch (cause) {
    const next = ["run `./tensora up`"];
    throw new TensoraError("the contracts are not compiled", { where: file, next, cause });
  }
}

/** Named by all that decides what the code is: sources, compiler, settings, and the libraries they import. */
function artifactsFile({ sources, packages }: Unit): string {
  const versions = versionsOf(["solc", ...packages]);
  const key = contentKey([
    ...Object.entries(sources()).flat(),
    JSON.stringify({ versions, SETTINGS, format: 3 }),
  ]);
  return path.join(cacheDir(), "contracts", `${key}.json`);
}

const picked = (files: readonly string[]): Sources =>
  Object.fromEntries(
    files.map((file) => [file, fs.readFileSync(path.join(contractSources(), file), "utf8")]),
  );

const artifactOf = ({ abi, evm }: Compiled): ContractArtifact => ({
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
  immutables: Object.values(evm.deployedBytecode.immutableReferences ?? {}).flat(),
});
