import type { Hex } from "viem";
import { artifactReader } from "../../../toolchain/contracts/published.ts";
import { preinstalls } from "../../../genesis/preinstalls.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { contractArtifact } from "../../../toolchain/index.ts";
import type { Artifact } from "../delivery/planned.ts";

/** The contracts that stand behind a proxy of the same name. */
export const PROXIED = [
  "SuperchainConfig",
  "SystemConfig",
  "OptimismPortal",
  "L2OutputOracle",
  "L1CrossDomainMessenger",
  "L1StandardBridge",
  "L1ERC721Bridge",
  "OptimismMintableERC20Factory",
] as const;
export type ProxiedName = (typeof PROXIED)[number];

const SAFE_CONTRACTS = ["GnosisSafe", "GnosisSafeProxy", "GnosisSafeProxyFactory"] as const;
export type SafeContractName = (typeof SAFE_CONTRACTS)[number];

export type ArtifactName =
  | ProxiedName
  | SafeContractName
  | "ProxyAdmin"
  | "Proxy"
  | "BatchInbox"
  | "Multicall3";
export type Artifacts = Readonly<Record<ArtifactName, Artifact>>;
/** The little that the Safe's address depends on. */
export type SafeArtifacts = Pick<Artifacts, SafeContractName>;

/** The Safe's contracts, compiled as the settlement contracts are. */
export function safeArtifacts(): SafeArtifacts {
  return {
    GnosisSafe: bedrock("GnosisSafe", ".0.8.15"),
    GnosisSafeProxy: bedrock("GnosisSafeProxy", ".0.8.15"),
    GnosisSafeProxyFactory: bedrock("GnosisSafeProxyFactory", ".0.8.15"),
  };
}

/**
 * Every contract of the settlement layer: published builds, and the project's own batch inbox.
 * @throws TensoraError when one is missing
 */
export function settlementArtifacts(): Artifacts {
  const proxied = Object.fromEntries(PROXIED.map((name) => [name, bedrock(name)]));
  return {
    ...(proxied as Record<ProxiedName, Artifact>),
    ...safeArtifacts(),
    ProxyAdmin: bedrock("ProxyAdmin"),
    Proxy: bedrock("Proxy"),
    BatchInbox: ownContract("BatchInbox"),
    Multicall3: multicall3(),
  };
}

const read = artifactReader();

function bedrock(name: string, compiler = ""): Artifact {
  const { abi, bytecode, deployedBytecode } = read(`${name}/${name}${compiler}`);
  if (Object.keys(deployedBytecode.immutableReferences ?? {}).length > 0) {
    throw new TensoraError(
      `${name} has immutables: its artifact alone does not determine its code on the chain`,
    );
  }
  return { abi, creation: bytecode.object, runtime: deployedBytecode.object };
}

function ownContract(name: "BatchInbox"): Artifact {
  const { abi, bytecode, deployedBytecode } = contractArtifact(name);
  return { abi, creation: bytecode, runtime: deployedBytecode };
}

/** A constructor of ten bytes that puts the code behind it on the chain: PUSH2 size, DUP1, PUSH1 10, 0, CODECOPY, 0, RETURN. */
const creating = (runtime: Hex): Hex => {
  const size = ((runtime.length - 2) / 2).toString(16).padStart(4, "0");
  return `0x61${size}80600a3d393df3${runtime.slice(2)}`;
};

/** Multicall3 as the preinstalls have it, the same on every chain. */
function multicall3(): Artifact {
  const runtime = preinstalls(0).MultiCall3.code;
  return { abi: [], creation: creating(runtime), runtime };
}
