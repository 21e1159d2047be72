import fs from "node:fs";
import path from "node:path";
import type { Abi } from "viem";
import { artifactReader } from "./published.ts";
import { projectRoot } from "../../lib/root.ts";
import { protocolArtifacts } from "./contracts.ts";

/** How they are written anew after a change of a contract's interface. */
export const REGENERATE = "npx vitest run toolchain/contracts/abi.test.ts -u";

/** Contracts of the OP Stack whose functions this program calls; the Safe was compiled by several compilers. */
const SETTLEMENT = [
  "GnosisSafe/GnosisSafe.0.8.15",
  "L1Block",
  "L1StandardBridge",
  "L2OutputOracle",
  "L2StandardBridge",
  "OptimismPortal",
  "SuperchainConfig",
] as const;

/** Contracts of account abstraction, as they were published. */
const PUBLISHED = ["EntryPoint", "SimpleAccount", "SimpleAccountFactory"] as const;

/**
 * The typed ABI of every contract that this program may call, as files by name: viem knows the types of calls only from
 * ABIs that are TypeScript. They are committed: editors and the type check need them before anything is compiled, and a change of an interface is seen
 * in review. A test holds that they are what the compiler says.
 * @throws TensoraError when the protocol's contracts are not compiled yet
 */
export function abiFiles(): Record<string, string> {
  const read = artifactReader();
  const own = Object.entries(protocolArtifacts()).map(([name, { abi }]) => [name, abi] as const);
  const settlement = SETTLEMENT.map((name) => [name.replace(/\/.*/, ""), read(name).abi] as const);
  const published = PUBLISHED.map((name) => [name, publishedAbi(name)] as const);
  const all = [...own, ...settlement, ...published];
  const callable = all.filter(([name, abi]) => name !== "ERC1967Proxy" && isCallable(abi));
  return Object.fromEntries(callable.map(([name, abi]) => [`${name}.ts`, moduleOf(name, abi)]));
}

/** Libraries have errors only. */
const isCallable = (abi: Abi) => abi.some(({ type }) => type === "function" || type === "fallback");

function publishedAbi(name: string): Abi {
  const file = `node_modules/@account-abstraction/contracts/artifacts/${name}.json`;
  return (JSON.parse(fs.readFileSync(path.join(projectRoot(), file), "utf8")) as { abi: Abi }).abi;
}

/** A line an item, so that a change shows as the lines it is. */
function moduleOf(name: string, abi: Abi): string {
  const lines = abi.map((item) => `  ${JSON.stringify(item, withoutInternalTypes)},`);
  return [
    `// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: ${REGENERATE}`,
    `export const ${exportName(name)} = [`,
    ...lines,
    "] as const;",
    "",
  ].join("\n");
}

/** `ToraToken` is `toraTokenAbi`, `WTORA` is `wtoraAbi`, `L1Block` is `l1BlockAbi`. */
export const exportName = (contract: string): string =>
  `${contract.replace(/^([A-Z0-9]+)(?=[A-Z][a-z]|$)|^[A-Z]/, (head) => head.toLowerCase())}Abi`;

const withoutInternalTypes = (key: string, value: unknown) => (key === "internalType" ? undefined : value);
