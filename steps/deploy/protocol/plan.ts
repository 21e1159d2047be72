import {
  type Address,
  concat,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  size,
} from "viem";
import { creationGas } from "../delivery/gas.ts";
import { callOf, creationOf, type PlannedTransaction } from "../delivery/planned.ts";
import { constructorArguments, initialiserArguments } from "./arguments.ts";
import type { ArtifactOf } from "./artifacts.ts";
import {
  type Call,
  type CanonicalContract,
  type Contract,
  type Entry,
  isContract,
  type ProxiedContract,
} from "./entries.ts";
import type { Addresses } from "../../../spec/contracts.ts";

/** Creates what it is sent, at an address that depends on nothing else; on every chain at this place. */
export const DETERMINISTIC_DEPLOYER = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

/** The code that the proxies of all proxied contracts have. */
export const PROXY = "ERC1967Proxy";

/** Where a deployment on one chain starts. */
export interface ChainStart {
  deployer: Address;
  /** The deployer's nonce of the first transaction. */
  nonce: number;
  /** Canonical contracts that the chain had before. */
  present: readonly string[];
}

/** A contract with its address; behind a proxy with that of its implementation too. */
export interface Placed {
  contract: Contract;
  address: Address;
  implementation?: Address;
}

/** Where every contract of a deployment plan will be, known before the first transaction. */
export function places(entries: readonly Entry[], start: ChainStart): Placed[] {
  let nonce = start.nonce;
  const next = () => getContractAddress({ from: start.deployer, nonce: BigInt(nonce++) });
  return entries.flatMap((entry): Placed[] => {
    switch (entry.kind) {
      case "call":
        nonce++;
        return [];
      case "canonical":
        if (!start.present.includes(entry.name)) nonce++;
        return [{ contract: entry, address: entry.address }];
      case "proxied": {
        const implementation = next();
        return [{ contract: entry, address: next(), implementation }];
      }
      default:
        return [{ contract: entry, address: next() }];
    }
  });
}

export const addressesOf = (placed: readonly Placed[]): Addresses =>
  Object.fromEntries(placed.map(({ contract, address }) => [contract.name, address]));

/** A deployment plan as transactions; the i-th has the nonce `start.nonce + i`. */
export function transactionsOf(
  entries: readonly Entry[],
  start: ChainStart,
  artifact: ArtifactOf,
): PlannedTransaction[] {
  const placed = new Map(places(entries, start).map((place) => [place.contract.name, place]));
  const at = (name: string): Placed => {
    const place = placed.get(name);
    if (!place) throw new Error(`the deployment plan calls ${name}, but does not deploy it`);
    return place;
  };
  return entries.flatMap((entry) =>
    isContract(entry)
      ? creations(entry, at(entry.name), start, artifact)
      : [calling(entry, at(entry.on), artifact)],
  );
}

function creations(
  contract: Contract,
  { address, implementation }: Placed,
  start: ChainStart,
  artifact: ArtifactOf,
): PlannedTransaction[] {
  const { name } = contract;
  switch (contract.kind) {
    case "canonical":
      return start.present.includes(name) ? [] : [canonicalCreation(contract, artifact)];
    case "implementation":
      return [creationOf(name, address, artifact(name), [])];
    case "plain": {
      const found = artifact(name);
      return [creationOf(name, address, found, constructorArguments(name, found.abi, contract.code))];
    }
    case "proxied": {
      if (!implementation) throw new Error(`${name} has no implementation`);
      const { abi } = artifact(name);
      const args = constructorArguments(name, abi, contract.code);
      const initial = initialCall(contract, artifact);
      return [
        creationOf(name, implementation, artifact(name), args),
        creationOf(`${name} proxy`, address, artifact(PROXY), [implementation, initial]),
      ];
    }
  }
}

/** The call with which a proxy is initialised. */
export function initialCall({ name, initial }: ProxiedContract, artifact: ArtifactOf): Hex {
  const { abi, args } = initialiserArguments(name, artifact(name).abi, initial);
  return encodeFunctionData({ abi, functionName: "initialize", args });
}

/** CREATE2: at that address there can be no other creation code than this. */
function canonicalCreation({ name, address, salt }: CanonicalContract, artifact: ArtifactOf) {
  const { abi, creation, runtime } = artifact(name);
  const bytecode = encodeDeployData({ abi, bytecode: creation });
  const follows = getContractAddress({
    opcode: "CREATE2",
    from: DETERMINISTIC_DEPLOYER,
    salt,
    bytecode,
  });
  if (follows.toLowerCase() !== address.toLowerCase()) {
    throw new Error(`${name} will be at ${follows}, not at the planned address ${address}`);
  }
  const data = concat([salt, bytecode]);
  return {
    what: `create ${name}`,
    to: DETERMINISTIC_DEPLOYER,
    data,
    gas: creationGas(data, size(runtime)),
    creates: address,
  } satisfies PlannedTransaction;
}

function calling(entry: Call, { contract, address }: Placed, artifact: ArtifactOf): PlannedTransaction {
  const abi = artifact(contract.name).abi;
  const planned = callOf(`${entry.on}.${entry.function}`, address, abi, entry.function, entry.args);
  return {
    ...planned,
    ...(entry.value === undefined ? {} : { value: entry.value }),
    ...(entry.gas === undefined ? {} : { gas: entry.gas }),
  };
}
