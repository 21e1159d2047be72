import { randomBytes } from "node:crypto";
import { type Address, erc20Abi, type Hex, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type ToraPaymasterClient, toraPaymasterClient, toSimpleAccount } from "../../../client/index.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import { transferData } from "../../common/transfer.ts";
import { ensureFactory } from "../../deploy/protocol/account-factory.ts";
import { ownKey } from "../common/accounts.ts";
import type { Chains } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { mined, submit } from "../../../chain/transact.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";

/** Somebody with a smart account, TORA and no BNB. */
export interface ToraUser {
  address: Address;
  client: ToraPaymasterClient;
}

/** Seconds until a transfer that was sent is in a block. */
const PATIENCE = 60;

/** Smart accounts that do not exist yet. Their owner is the user's own key, so what is left there is not lost. */
export async function freshUsers(chains: Chains, inputs: ToraInputs, count: number, context: StepContext) {
  await ensureFactory(chains, inputs, context);
  const { paymaster } = contractsOf(inputs);
  const owner = privateKeyToAccount(ownKey(inputs.keys.user, "tora users"));
  // Their readers have no actions of their own.
  const client = chains.l2 as unknown as Parameters<typeof toSimpleAccount>[0]["client"];
  return Promise.all(
    Array.from({ length: count }, async (): Promise<ToraUser> => {
      // Steps that run at the same time must not come to the same accounts.
      const salt = BigInt(`0x${randomBytes(16).toString("hex")}`);
      const account = await toSimpleAccount({ client, owner, salt });
      const options = { client, account, bundlerUrl: inputs.bundler.rpcUrl, paymaster };
      return { address: account.address, client: toraPaymasterClient(options) };
    }),
  );
}

/** A fresh account that has TORA, with something that it can do: send the payer the smallest unit. */
export async function fundedUser(chains: Chains, inputs: ToraInputs, context: StepContext) {
  const [user] = await freshUsers(chains, inputs, 1, context);
  check(user !== undefined, "there is no account");
  await fund(chains, inputs, [user], FUNDS, context);
  const data = transferData(chains.onL2.account.address, 1n);
  return { ...user, calls: [{ to: contractsOf(inputs).tora, data }] };
}

/** What a fresh account gets, in the smallest unit of TORA: far more than its operations cost. */
export const FUNDS = parseEther("1000");

/** Gives each of them TORA. @param amount in the smallest unit */
export async function fund(
  { l2, onL2 }: Chains,
  inputs: ToraInputs,
  users: readonly { address: Address }[],
  amount: bigint,
  context: StepContext,
): Promise<void> {
  const { tora } = contractsOf(inputs);
  const hashes: Hex[] = [];
  for (const { address } of users)
    hashes.push(await submit(l2, onL2, { to: tora, data: transferData(address, amount) }));
  for (const hash of hashes) await mined(l2, hash, "a transfer of TORA", context);
  const last = users.at(-1);
  if (!last) return;
  const has = async () => (await toraOf({ l2 }, inputs, last.address)) >= amount;
  await until("the users' TORA", has, { deadline: PATIENCE, every: 100, signal: context.signal });
}

/** What an account has of TORA, in its smallest unit. */
export const toraOf = (
  { l2 }: Pick<Chains, "l2">,
  inputs: ToraInputs,
  account: Address,
  blockNumber?: bigint,
) =>
  l2.readContract({
    address: contractsOf(inputs).tora,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [account],
    ...(blockNumber === undefined ? {} : { blockNumber }),
  });
