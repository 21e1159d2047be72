import type { Address, Hex } from "viem";
import { PROXY_IMPLEMENTATION_SLOT } from "../../../spec/contracts.ts";
import type { L1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { blanked } from "../delivery/verify.ts";
import { type Build, type ContractArtifact, protocolBuild } from "../../../toolchain/contracts/contracts.ts";
import type { Sources } from "../../../toolchain/contracts/solidity.ts";

/** A deployment of the protocol on one chain, as its step reports it. */
export interface Deployed {
  build: string;
  addresses: Readonly<Record<string, Address>>;
}

/**
 * The sources of what is behind the proxies of a chain: those of the deployment, if the code is still that one.
 * @throws TensoraError naming the contracts that were upgraded since, or when the compilation is no longer kept
 */
export async function deployedSources(client: L1Client, { build, addresses }: Deployed): Promise<Sources> {
  const { contracts, sources } = keptBuild(build);
  const different = await Promise.all(
    Object.entries(addresses).map(async ([name, address]) => {
      const artifact = contracts[name];
      return artifact && !(await isBehind(client, address, artifact)) ? [name] : [];
    }),
  );
  const upgraded = different.flat();
  if (upgraded.length === 0) return sources;
  throw new TensoraError(`contracts were upgraded since the deployment: ${upgraded.join(", ")}`, {
    next: ["name the commit of the upgrade: `--against <commit>`"],
  });
}

/** The cache is this user's on this machine: somebody else's deployment is not in it. */
function keptBuild(name: string): Build {
  try {
    return protocolBuild(name);
  } catch (cause) {
    throw new TensoraError(
      "the cache does not have the build of the deployed contracts: another machine or user compiled it, or the cache was cleared",
      {
        where: `build ${name}`,
        next: ["name the commit of the deployment: `--against <commit>`"],
        cause,
      },
    );
  }
}

/** Contracts without a proxy are never upgraded. */
async function isBehind(client: L1Client, proxy: Address, artifact: ContractArtifact): Promise<boolean> {
  const slot = await client.getStorageAt({ address: proxy, slot: PROXY_IMPLEMENTATION_SLOT });
  const implementation: Hex = `0x${(slot ?? "").slice(-40)}`;
  if (BigInt(implementation) === 0n) return true;
  const code = (await client.getCode({ address: implementation })) ?? "0x";
  return blanked(code, artifact.immutables) === artifact.deployedBytecode;
}
