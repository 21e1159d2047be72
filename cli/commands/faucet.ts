import { type Address, erc20Abi, formatEther, isAddress, parseEther } from "viem";
import { l2Client } from "../../chain/clients.ts";
import { give } from "../../chain/gifts.ts";
import { TensoraError } from "../../lib/errors.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { placeOf, type StackOptions } from "../request.ts";
import { openStack } from "../smoke/keys.ts";
import { readOutputs } from "../../stack/read.ts";
import { columns } from "../ui/table.ts";
import { notLocal } from "./accounts.ts";

export interface FaucetOptions extends StackOptions {
  /** Decimal numbers of whole coins and tokens. */
  bnb: string;
  tora: string;
}

/** Gives an address BNB and TORA on L2, from the stack's own user. Local stacks only. */
export async function faucet(to: string, options: FaucetOptions): Promise<ExitCode> {
  const { stack, json = false } = options;
  if (!isAddress(to)) {
    throw new TensoraError(`\`${to}\` is not a valid address`, {
      next: ["write 0x and 40 hexadecimal digits"],
    });
  }
  const { spec, keys } = await openStack(stack);
  if (!spec.local) throw notLocal("the faucet spends the funds of the stack's user account", stack);
  const { l2, contracts } = await readOutputs(placeOf(stack));
  const tora = (contracts.l2 as Record<string, Address>).ToraToken;
  const gifts = { bnb: amountOf("bnb", options.bnb), tora: amountOf("tora", options.tora) };
  const transactions = await give(l2, keys.user, to, gifts, tora);
  const client = l2Client(l2);
  const result = {
    address: to,
    bnb: formatEther(await client.getBalance({ address: to })),
    ...(tora === undefined ? {} : { tora: formatEther(await balanceOf(client, tora, to)) }),
    transactions,
  };
  const rows = [["BNB", result.bnb], ...(result.tora === undefined ? [] : [["TORA", result.tora]])];
  console.log(
    json ? JSON.stringify(result, undefined, 2) : [`Balances of ${to} on L2`, ...columns(rows)].join("\n"),
  );
  return EXIT.ok;
}

function amountOf(name: string, text: string): bigint {
  if (!/^\d+(\.\d{1,18})?$/.test(text)) {
    throw new TensoraError(`--${name} ${text} is not a valid amount`, {
      next: ["write a decimal number, such as 1.5"],
    });
  }
  return parseEther(text);
}

const balanceOf = (client: ReturnType<typeof l2Client>, address: Address, account: Address) =>
  client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [account] });
