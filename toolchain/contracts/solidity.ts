import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import type { Abi } from "viem";
import { TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";

/** As in contracts/foundry.toml, which tests the same code. Cancun is what both chains have from their first block. */
export const SETTINGS = {
  optimizer: { enabled: true, runs: 10_000 },
  evmVersion: "cancun",
  metadata: { bytecodeHash: "none", appendCBOR: false },
};

/** Text of Solidity files by the path under which others import them. */
export type Sources = Record<string, string>;

/** What the compiler answers for one contract, as far as it was asked for. */
export interface Compiled {
  abi: Abi;
  evm: {
    bytecode: { object: string };
    deployedBytecode: {
      object: string;
      /** Where the constructor writes each immutable, in bytes. */
      immutableReferences?: Record<string, { start: number; length: number }[]>;
    };
  };
}

export interface CompilerInput {
  language: "Solidity";
  sources: Record<string, { content: string }>;
  settings: typeof SETTINGS & { outputSelection: Record<string, Record<string, string[]>> };
}

export interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, Compiled>>;
  sources: Record<string, { id: number; ast?: unknown }>;
}

/** The question to the compiler: `outputs` of every contract, and `perFile` of every file. */
export const compilerInput = (
  sources: Sources,
  outputs: string[],
  perFile: string[] = [],
): CompilerInput => ({
  language: "Solidity",
  sources: Object.fromEntries(Object.entries(sources).map(([file, content]) => [file, { content }])),
  settings: { ...SETTINGS, outputSelection: { "*": { "*": outputs, "": perFile } } },
});

/**
 * Runs the compiler as a program, so that this one goes on meanwhile. It reads imports by their npm names.
 * @throws TensoraError with the compiler's messages
 */
export async function compile(input: CompilerInput): Promise<CompilerOutput> {
  const compiler = path.join(projectRoot(), "toolchain", "contracts", "solc", "solc.mjs");
  const { stdout } = await execa(process.execPath, [compiler, "--standard-json"], {
    cwd: path.join(projectRoot(), "node_modules"),
    input: JSON.stringify(input),
    maxBuffer: 1 << 30,
  });
  const output = JSON.parse(stdout) as CompilerOutput;
  const errors = (output.errors ?? []).filter((e) => e.severity === "error");
  if (errors.length > 0) {
    throw new TensoraError("the contracts do not compile", { next: errors.map((e) => e.formattedMessage) });
  }
  return output;
}

/** Every Solidity file of a folder, by its path from there. */
export function sourcesIn(folder: string): Sources {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const solidity = files.filter((file) => file.endsWith(".sol")).sort();
  return Object.fromEntries(
    solidity.map((file) => [
      file.split(path.sep).join("/"),
      fs.readFileSync(path.join(folder, file), "utf8"),
    ]),
  );
}

/** The folder of the project's own contracts. */
export const contractSources = (): string => path.join(projectRoot(), "contracts", "src");

/** The versions of npm packages that decide what compiled code is. */
export function versionsOf(packages: readonly string[]): Record<string, string | undefined> {
  const manifest = fs.readFileSync(path.join(projectRoot(), "package.json"), "utf8");
  const { dependencies, devDependencies } = JSON.parse(manifest) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const all = { ...dependencies, ...devDependencies };
  return Object.fromEntries(packages.map((name) => [name, all[name]]));
}
