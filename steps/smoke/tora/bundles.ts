import { formatEther, parseEther } from "viem";
import type { ToraPaymasterClient, ToraQuote } from "../../../client/index.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { FUNDS, freshUsers, fund } from "./users.ts";
import { transferData } from "../../common/transfer.ts";

const USERS = 20;
/** Operations with the same unstaked factory that a mempool takes at a time (ERC-7562, UREP-020). */
const WAVE = 10;
const SENT = parseEther("1");

/** Operations of many accounts at once land in few bundles, and the bundler's executors get back what they spend. */
export const bundles: Step<ToraInputs, SmokeResult> = {
  name: "smoke/bundles",
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { tora } = contractsOf(inputs);
    const to = chains.onL2.account.address;
    const users = await freshUsers(chains, inputs, USERS, context);
    await fund(chains, inputs, users, FUNDS, context);
    const before = await executorsOwn(chains, inputs);
    const calls = [{ to: tora, data: transferData(to, SENT) }];
    const quotes = await Promise.all(
      users.map(async ({ client }) => ({ client, quote: await client.quote(calls) })),
    );
    context.log(`quoted ${quotes.length} operations`);
    const receipts = [...(await sendAll(quotes.slice(0, WAVE))), ...(await sendAll(quotes.slice(WAVE)))];
    const failed = receipts.filter(({ success }) => !success);
    check(
      failed.length === 0,
      `${failed.length} of ${USERS} operations failed`,
      failed[0]?.receipt.transactionHash,
    );
    const transactions = new Set(receipts.map(({ receipt }) => receipt.transactionHash)).size;
    check(
      transactions < USERS,
      `the bundler sent ${USERS} operations in ${transactions} transactions: it bundled nothing`,
    );
    const gained = (await executorsOwn(chains, inputs)) - before;
    check(
      gained >= 0n,
      `the executors lost ${formatEther(-gained)} BNB over ${transactions} bundles: the paymaster must refund all they spend, including L1 fees`,
      inputs.bundler.rpcUrl,
    );
    return {
      status: "passed",
      detail: `${USERS} operations from ${USERS} new accounts in ${transactions} bundles; the executors gained ${formatEther(gained)} BNB`,
    };
  },
};

/** Sends all at once, and waits until the last is in a block. */
const sendAll = (quotes: readonly { client: ToraPaymasterClient; quote: ToraQuote }[]) =>
  Promise.all(
    quotes.map(async ({ client, quote }) => client.wait(await client.sendQuoted(quote, quote.most))),
  );

/** Wei that all executors have. */
async function executorsOwn({ l2 }: Chains, { bundler }: ToraInputs): Promise<bigint> {
  const balances = await Promise.all(bundler.executors.map((address) => l2.getBalance({ address })));
  return balances.reduce((sum, balance) => sum + balance, 0n);
}
