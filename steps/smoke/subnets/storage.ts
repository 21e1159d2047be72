import path from "node:path";
import { l1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { protocolBuildName } from "../../../toolchain/contracts/contracts.ts";
import type { Sources } from "../../../toolchain/contracts/solidity.ts";
import { compareStorage } from "../../../toolchain/contracts/storage/compare.ts";
import { deployedSources } from "../../deploy/protocol/deployed.ts";
import { implementations } from "../../../toolchain/contracts/storage/validator.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** Of the code of subnets. */
const SUBNET = "subnets/Subnet.sol";
const STORAGE = "subnets/SubnetStorage.sol";
const FIRST = "struct SubnetData {";
/** What the spoilt code has too much. */
export const INTRUDER = "intruder";

/** What a subnet's code is compiled from. @throws TensoraError when the chain has other code there */
export async function subnetSources({ l2 }: SubnetSmokeInputs, { subnet }: SubnetAddresses) {
  const deployed = { build: protocolBuildName(), addresses: { Subnet: subnet } };
  return needed(await deployedSources(l1Client(l2), deployed), SUBNET);
}

/** The same with a variable before all others of a subnet: each would be read from the place of the one before. */
export function spoilt(sources: Sources): Sources {
  const text = sources[STORAGE];
  if (!text?.includes(FIRST)) throw new TensoraError(`there is no ${FIRST}`, { where: STORAGE });
  return { ...sources, [STORAGE]: text.replace(FIRST, `${FIRST} uint256 ${INTRUDER};`) };
}

/**
 * Compares the storage of what a proxy runs with that of what is offered in its place.
 * @throws TensoraError with the variables that the upgrade would spoil
 */
export async function storageKept(before: Sources, after: Sources): Promise<void> {
  const [old, offered] = [await implementations(before), await implementations(after)];
  const problems = compareStorage(old, offered).flatMap(({ problems }) => problems);
  if (problems.length > 0)
    throw new TensoraError("the upgrade would corrupt the proxy's storage", {
      where: SUBNET,
      next: problems,
    });
}

/** A file and those of the project that it imports: they compile in seconds. */
function needed(all: Sources, file: string, found: Sources = {}): Sources {
  const text = all[file];
  if (text === undefined) throw new TensoraError("there is no such contract", { where: file });
  if (file in found) return found;
  found[file] = text;
  for (const [, to = ""] of text.matchAll(/from "(\.[^"]+)"/g))
    needed(all, path.posix.join(path.posix.dirname(file), to), found);
  return found;
}
