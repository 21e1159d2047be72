import type { Address, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { toraPaymasterClient, toSimpleAccount } from "../client/index.ts";
import type { Gas } from "../spec/subnets.ts";
import type { ChainEndpoint } from "../chain/chains.ts";
import { l2Client } from "../chain/clients.ts";
import { TensoraError } from "../lib/errors.ts";
import { until } from "../lib/wait.ts";
import { plainly } from "./accounts.ts";
import { bnbSender, type Sender } from "./sender.ts";

/** What takes gas in TORA. */
export interface GasStation {
  /** The bundler's RPC. */
  bundlerUrl: string;
  /** The ToraPaymaster. */
  paymaster: Address;
}

/** Seconds after which an operation counts as lost; see config/rules/subnets.ts. A bundler that ends forgets what it was given. */
const PATIENCE = 12;

/** Acts for the account of a key, whatever it pays gas in. @param station where TORA is taken, for those who pay in it */
export async function senderOf(
  { key, gas }: { key: Hex; gas: Gas },
  { l2, signal }: { l2: ChainEndpoint; signal: AbortSignal },
  station: GasStation | undefined,
): Promise<Sender> {
  if (gas === "bnb") return bnbSender(key, l2, signal);
  if (!station) throw new TensoraError("there is no bundler to pay gas in TORA with");
  return toraSender(key, l2, station, signal);
}

/**
 * The smart account of a key, which pays for gas in TORA; its first call deploys it. Each operation has a nonce of its own
 * sequence, so that one that is lost keeps no later one waiting.
 */
async function toraSender(
  key: Hex,
  l2: ChainEndpoint,
  station: GasStation,
  signal: AbortSignal,
): Promise<Sender> {
  const client = plainly(l2Client(l2));
  const account = await toSimpleAccount({ client, owner: privateKeyToAccount(key) });
  const tora = toraPaymasterClient({ client, account, ...station });
  return {
    address: account.address,
    async send(call, what) {
      // Fails like an estimation where the call would revert.
      const quote = await tora.quote([call]);
      const hash = await tora.sendQuoted(quote, quote.most);
      const options = { deadline: PATIENCE, every: 300, signal };
      const { success, receipt, logs } = await until(
        `the receipt of ${what}`,
        () => tora.receipt(hash),
        options,
      );
      if (!success)
        throw new TensoraError(`${what} failed in block ${receipt.blockNumber}`, {
          where: receipt.transactionHash,
        });
      // A bundle has others' operations in it.
      return { ...receipt, logs };
    },
  };
}
