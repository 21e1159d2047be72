import fs from "node:fs";
import path from "node:path";
import type { Abi, Hex } from "viem";
import { TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";

const PACKAGE = path.join("node_modules", "@eth-optimism", "contracts-bedrock");

/** A place in runtime code that the constructor fills in. */
export interface CodeReference {
  start: number;
  length: number;
}

export interface StorageLayout {
  storage: { label: string; slot: string; offset: number; type: string }[];
  types: Record<string, { encoding: string; numberOfBytes: string }> | null;
}

interface AstNode {
  nodeType: string;
  id: number;
  name?: string;
  mutability?: string;
  nodes?: AstNode[];
}

/** What is read of a published contract. */
export interface Published {
  abi: Abi;
  bytecode: { object: Hex };
  deployedBytecode: { object: Hex; immutableReferences?: Record<string, CodeReference[]> };
  storageLayout: StorageLayout;
  ast: AstNode;
}

/** Reads published contracts by name, such as `L1Block` or `draft-EIP712/EIP712.0.8.19`, each file once. */
export type Reader = (name: string) => Published;

/** A reader that keeps what it has read as long as it lives itself. */
export function artifactReader(): Reader {
  const known = new Map<string, Published>();
  return (name) => {
    const artifact = known.get(name) ?? (JSON.parse(readPackaged(artifactFile(name))) as Published);
    known.set(name, artifact);
    return artifact;
  };
}

function artifactFile(name: string): string {
  const [source = name, contract = source] = name.split("/");
  return path.join("forge-artifacts", `${source}.sol`, `${contract}.json`);
}

/**
 * The text of a file of contracts-bedrock.
 * @throws TensoraError when it is not there
 */
export function readPackaged(file: string): string {
  const full = path.join(projectRoot(), PACKAGE, file);
  try {
    return fs.readFileSync(full, "utf8");
  } catch (cause) {
    throw new TensoraError("a contract package is missing", { where: full, cause, next: ["run `npm ci`"] });
  }
}
