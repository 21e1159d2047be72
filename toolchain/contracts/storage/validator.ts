import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { SolcInput, SolcOutput } from "@openzeppelin/upgrades-core";
import { projectRoot } from "../../../lib/root.ts";
import {
  type CompilerInput,
  type CompilerOutput,
  compile,
  compilerInput,
  type Sources,
} from "../solidity.ts";

type Core = typeof import("@openzeppelin/upgrades-core");
export type StorageLayout = ReturnType<Core["getStorageLayout"]>;

/** Loaded where it is used, like the compiler: the command line does without. */
export const upgradesCore = (): Core =>
  createRequire(path.join(projectRoot(), "package.json"))("@openzeppelin/upgrades-core");

/** Code that could be put behind a proxy: what an upgrade is judged by. */
export interface Implementation {
  name: string;
  /** Whether a proxy with this code could be upgraded again. */
  uups: boolean;
  /** The compiler's, as `forge inspect` prints it, and the layouts of ERC-7201 namespaces, which that leaves out. */
  layout: StorageLayout;
  /** Why code like this must not stand behind a proxy. */
  unsafe: readonly { kind: string; src: string }[];
}

/** Anything that has this function in its bases can be upgraded. */
const UUPS = "upgradeToAndCall(address,bytes)";
const SOLC = "0.8.28";

/** Nothing is let through but the order of initialisers, which the validator itself only warns of. */
export const OPTIONS = {
  kind: "uups",
  unsafeAllow: ["incorrect-initializer-order"],
  unsafeAllowCustomTypes: false,
  unsafeAllowLinkedLibraries: false,
  unsafeAllowRenames: false,
  unsafeSkipStorageCheck: false,
} satisfies Parameters<Core["getStorageUpgradeReport"]>[2];

/**
 * Compiles sources as far as their storage goes, and looks at every contract among them that can be deployed.
 * @throws TensoraError with the compiler's messages
 */
export async function implementations(sources: Sources): Promise<Map<string, Implementation>> {
  const core = upgradesCore();
  const asked = compilerInput(sources, ["storageLayout"], ["ast"]);
  const answer = await compile(asked);
  const input: CompilerInput = { ...asked, sources: withImports(asked, answer) };
  const output = asValidated(answer);
  // the compiler says how a namespace's struct is laid out only where it is a variable
  const variables = core.makeNamespacedInput(asInput(input), output, SOLC);
  const namespaced = await compile(variables as unknown as CompilerInput);
  const decode = core.solcInputOutputDecoder(asInput(input), output);
  const run = core.validate(output, decode, SOLC, asInput(input), asValidated(namespaced));
  const data = { version: "3.4" as const, log: [run] };
  const implementation = (key: string, { inherit, methods }: (typeof run)[string]): Implementation => {
    const version = core.getContractVersion(run, key);
    return {
      name: key.slice(key.lastIndexOf(":") + 1),
      uups: [methods, ...inherit.map((base) => run[base]?.methods ?? [])].flat().includes(UUPS),
      layout: core.getStorageLayout(data, version),
      unsafe: core.getErrors(data, version, OPTIONS).map(({ kind, src }) => ({ kind, src })),
    };
  };
  const own = Object.entries(run).filter(([key, { version }]) => version && fileOf(key) in sources);
  const found = own.map(([key, validated]) => implementation(key, validated));
  return new Map(found.map((one) => [one.name, one]));
}

const fileOf = (key: string) => key.slice(0, key.lastIndexOf(":"));
const asInput = (input: CompilerInput) => input as unknown as SolcInput;

/** The texts of what was imported too: places in them are shown as lines. */
function withImports(input: CompilerInput, output: CompilerOutput): CompilerInput["sources"] {
  const read = (file: string) => fs.readFileSync(path.join(projectRoot(), "node_modules", file), "utf8");
  return Object.fromEntries(
    Object.keys(output.sources).map((file) => [file, input.sources[file] ?? { content: read(file) }]),
  );
}

interface Unit {
  nodes: { nodeType: string; name?: string; abstract?: boolean; contractKind?: string }[];
}

/** As the validator wants it. Code is not compiled for this: a contract's name stands for it where there would be some. */
function asValidated({ contracts, sources }: CompilerOutput): SolcOutput {
  const bytecodeOf = (file: string, name: string) => {
    const { nodes } = sources[file]?.ast as Unit;
    const node = nodes.find((one) => one.nodeType === "ContractDefinition" && one.name === name);
    const deployable = node?.contractKind === "contract" && node.abstract === false;
    return { object: deployable ? Buffer.from(`${file}:${name}`).toString("hex") : "", linkReferences: {} };
  };
  const withCode = Object.entries(contracts).map(([file, of]) => [
    file,
    Object.fromEntries(
      Object.entries(of).map(([name, contract]) => [
        name,
        { ...contract, evm: { bytecode: bytecodeOf(file, name) } },
      ]),
    ),
  ]);
  return { contracts: Object.fromEntries(withCode), sources } as unknown as SolcOutput;
}
