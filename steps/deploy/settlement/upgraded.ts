import { type Address, hexToBigInt, keccak256, pad, stringToHex, toHex } from "viem";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import { rpc } from "../../../lib/rpc.ts";
import { PROXIED, type ProxiedName } from "./artifacts.ts";

/** Where a proxy keeps the address of its implementation (EIP-1967). */
export const IMPLEMENTATION_SLOT = toHex(
  hexToBigInt(keccak256(stringToHex("eip1967.proxy.implementation"))) - 1n,
);

/** Milliseconds for one look at all proxies: steps are asked often, and have a second. */
const PATIENCE = 450;

/**
 * Which contracts have another implementation than the deployment gave them, such as `OptimismPortal was upgraded to
 * 0x…`; undefined when none has. A chain that does not answer is started again before anyone asks for its contracts.
 * @param patience milliseconds for the answer
 */
export async function upgraded(
  rpcUrl: string,
  addresses: SettlementAddresses,
  implementations: Readonly<Record<ProxiedName, Address>>,
  patience = PATIENCE,
): Promise<string | undefined> {
  const slotOf = (address: Address) =>
    rpc<string>(rpcUrl, "eth_getStorageAt", [address, IMPLEMENTATION_SLOT, "latest"], patience);
  const found = await Promise.all(
    PROXIED.map(async (name) => [name, await slotOf(addresses[name])] as const),
  ).catch((): (readonly [ProxiedName, string])[] => []);
  const other = found.filter(([name, slot]) => !isSame(slot, implementations[name]));
  if (other.length === 0) return undefined;
  return other.map(([name, slot]) => `${name} was upgraded to 0x${slot.slice(-40)}`).join(", ");
}

const isSame = (slot: string, address: Address) => slot.toLowerCase() === pad(address).toLowerCase();
