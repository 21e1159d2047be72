import type { Address, Hex } from "viem";
import type { Gas } from "../../../spec/subnets.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { accountOf } from "../../../subnets/accounts.ts";
import { identityKey } from "../../../subnets/keys.ts";
import type { SubnetsInputs } from "./inputs.ts";

/** A miner or validator of the stack, of however many subnets. */
export interface Identity {
  name: string;
  key: Hex;
  /** What it pays gas in. */
  gas: Gas;
  /** Where it acts from. */
  account: Address;
}

/** One of a name. */
export async function identity(
  client: L2Client,
  { keys }: Pick<SubnetsInputs, "keys">,
  { name, gas }: { name: string; gas: Gas },
): Promise<Identity> {
  const key = identityKey(keys.subnets, name);
  return { name, key, gas, account: await accountOf(client, key, gas) };
}

/** All of the stack; miners pay in BNB. */
export async function identitiesOf(client: L2Client, inputs: SubnetsInputs): Promise<Identity[]> {
  const all = inputs.subnets.flatMap(({ miners, validators }) => [
    ...miners.map(({ name }) => ({ name, gas: "bnb" as const })),
    ...validators,
  ]);
  const named = new Map(all.map((one) => [one.name, one]));
  return Promise.all([...named.values()].map((one) => identity(client, inputs, one)));
}
