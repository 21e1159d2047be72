import type { Address, Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { type SimpleAccountOptions, simpleAccountAddress } from "../client/index.ts";
import type { Gas } from "../spec/subnets.ts";
import type { L2Client } from "../chain/clients.ts";

/** A client that has no actions of its own, as smart accounts take it. */
export const plainly = (client: L2Client) => client as unknown as SimpleAccountOptions["client"];

/**
 * The account that a key acts from: its own where gas is paid in BNB, else the smart account that obeys it. The factory of
 * smart accounts must be on the chain for the latter.
 */
export async function accountOf(client: L2Client, key: Hex, gas: Gas): Promise<Address> {
  const owner = privateKeyToAddress(key);
  return gas === "bnb" ? owner : simpleAccountAddress(plainly(client), owner);
}
