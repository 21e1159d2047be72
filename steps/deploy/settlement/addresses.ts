import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  type Hex,
  keccak256,
  zeroAddress,
} from "viem";
import type { SettlementSpec } from "../../../spec/devnet.ts";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import { CANONICAL_MULTICALL3 } from "../../../chain/chains.ts";
import { type ArtifactName, PROXIED, type ProxiedName, type SafeArtifacts } from "./artifacts.ts";

export type SafeParameters = Pick<SettlementSpec, "safeOwners" | "safeThreshold">;

/** One contract that the deployer creates. */
export interface Creation {
  /** Such as `SystemConfig` (an implementation) or `SystemConfig proxy`. */
  what: string;
  artifact: ArtifactName;
  address: Address;
}

/** Whose nonces decide the addresses, and what is already there. */
export interface Start {
  deployer: Address;
  /** The deployer's nonce of the first transaction. */
  nonce: number;
  /** The L1 has the canonical Multicall3, so that none is deployed. */
  hasMulticall3: boolean;
}

const proxyOf = (name: ProxiedName) => `${name} proxy`;

/** Every contract in the order of creation; the transaction of the i-th has the nonce `start.nonce + i`. */
export function creations(start: Start): Creation[] {
  const order: [what: string, artifact: ArtifactName][] = [
    ["ProxyAdmin", "ProxyAdmin"],
    ...PROXIED.map((name): [string, ArtifactName] => [proxyOf(name), "Proxy"]),
    ...PROXIED.map((name): [string, ArtifactName] => [name, name]),
    ["GnosisSafe", "GnosisSafe"],
    ["GnosisSafeProxyFactory", "GnosisSafeProxyFactory"],
    ["BatchInbox", "BatchInbox"],
    ...(start.hasMulticall3 ? [] : [["Multicall3", "Multicall3"] as [string, ArtifactName]]),
  ];
  return order.map(([what, artifact], i) => ({
    what,
    artifact,
    address: getContractAddress({ from: start.deployer, nonce: BigInt(start.nonce + i) }),
  }));
}

/** Where everything of the settlement layer will be, known before the first transaction. */
export function settlementAddresses(
  start: Start,
  parameters: SafeParameters,
  safe: SafeArtifacts,
): SettlementAddresses {
  const at = addressBook(creations(start));
  const proxies = Object.fromEntries(PROXIED.map((name) => [name, at(proxyOf(name))]));
  return {
    ...(proxies as Record<ProxiedName, Address>),
    ProxyAdmin: at("ProxyAdmin"),
    BatchInbox: at("BatchInbox"),
    Multicall3: start.hasMulticall3 ? CANONICAL_MULTICALL3 : at("Multicall3"),
    Safe: safeAddress(at("GnosisSafe"), at("GnosisSafeProxyFactory"), parameters, safe),
  };
}

/** Finds a creation's address by what is created. */
export function addressBook(list: readonly Creation[]): (what: string) => Address {
  const book = new Map(list.map((creation) => [creation.what, creation.address]));
  return (what) => {
    const address = book.get(what);
    if (address === undefined) throw new Error(`${what} is not a contract of the settlement layer`);
    return address;
  };
}

/** The salt of the Safe: one factory of ours makes one Safe. */
export const SAFE_SALT = 0n;

/** The call that makes a new proxy the Safe of these owners, without modules, handler or payment. */
export function safeSetup(parameters: SafeParameters, safe: SafeArtifacts): Hex {
  const none = zeroAddress;
  const args = [parameters.safeOwners, BigInt(parameters.safeThreshold), none, "0x", none, none, 0n, none];
  return encodeFunctionData({ abi: safe.GnosisSafe.abi, functionName: "setup", args });
}

/** CREATE2 by the factory: the address depends on the owners, so nobody can put another Safe there. */
function safeAddress(
  singleton: Address,
  factory: Address,
  parameters: SafeParameters,
  safe: SafeArtifacts,
): Address {
  const setupHash = keccak256(safeSetup(parameters, safe));
  return getContractAddress({
    opcode: "CREATE2",
    from: factory,
    salt: keccak256(encodePacked(["bytes32", "uint256"], [setupHash, SAFE_SALT])),
    bytecode: concat([
      safe.GnosisSafeProxy.creation,
      encodeAbiParameters([{ type: "address" }], [singleton]),
    ]),
  });
}
