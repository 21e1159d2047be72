import fs from "node:fs";
import path from "node:path";
import type { Abi, Hex } from "viem";
import { TensoraError } from "../../../lib/errors.ts";
import { projectRoot } from "../../../lib/root.ts";
import { protocolArtifacts } from "../../../toolchain/index.ts";
import type { Artifact } from "../delivery/planned.ts";

export interface ProtocolArtifact extends Artifact {
  readonly immutables: readonly { start: number; length: number }[];
}

export type ArtifactOf = (name: string) => ProtocolArtifact;

/** Contracts of account abstraction that are used as they were published. */
const PUBLISHED = ["EntryPoint", "SimpleAccountFactory"];

/** The protocol's compiled contracts, and account abstraction's published ones. @throws TensoraError for any other */
export function artifacts(): ArtifactOf {
  const own = protocolArtifacts();
  return (name) => {
    if (PUBLISHED.includes(name)) return published(`@account-abstraction/contracts/artifacts/${name}.json`);
    const found = own[name];
    if (!found) throw new TensoraError(`there is no contract ${name}`);
    const { abi, bytecode, deployedBytecode, immutables } = found;
    return { abi, creation: bytecode, runtime: deployedBytecode, immutables };
  };
}

/** A contract as Hardhat writes it: it does not say where its immutables are. */
function published(file: string): ProtocolArtifact {
  const full = path.join(projectRoot(), "node_modules", file);
  try {
    const { abi, bytecode, deployedBytecode } = JSON.parse(fs.readFileSync(full, "utf8")) as {
      abi: Abi;
      bytecode: Hex;
      deployedBytecode: Hex;
    };
    return { abi, creation: bytecode, runtime: deployedBytecode, immutables: [] };
  } catch (cause) {
    throw new TensoraError("a published contract is missing", { where: full, cause, next: ["run `npm ci`"] });
  }
}
