import { type Address, formatEther, parseEther } from "viem";
import { entryPointAbi } from "../../../chain/abi/EntryPoint.ts";
import { ENTRY_POINT } from "../../deploy/protocol/paymaster.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { chargesIn, dueByRule } from "./charge.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { FUNDS, freshUsers, fund, toraOf } from "./users.ts";
import { transferData } from "../../common/transfer.ts";

/** In the smallest unit of TORA. */
const SENT = parseEther("1");

/** A smart account with TORA and no BNB sends its first operation, which deploys it, and pays in TORA what the rule says. */
export const userOperation: Step<ToraInputs, SmokeResult> = {
  name: "smoke/user-operation",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { tora, paymaster } = contractsOf(inputs);
    const to = chains.onL2.account.address;
    const [user] = await freshUsers(chains, inputs, 1, context);
    check(user !== undefined, "there is no account");
    const { address, client } = user;
    await fund(chains, inputs, [user], FUNDS, context);
    await poor(chains, address);
    check((await chains.l2.getCode({ address })) === undefined, "the new account already has code", address);

    const calls = [{ to: tora, data: transferData(to, SENT) }];
    const quote = await client.quote(calls);
    context.log(`costs at most ${formatEther(quote.most)} TORA`);
    const { success, receipt } = await client.wait(await client.sendQuoted(quote, quote.most));
    check(success, "the operation failed", receipt.transactionHash);

    const bundle = await chains.l2.getTransactionReceipt({ hash: receipt.transactionHash });
    await poor(chains, address);
    check(
      (await chains.l2.getCode({ address })) !== undefined,
      "the operation did not deploy the account",
      address,
    );
    const charges = chargesIn(bundle, paymaster);
    const own = charges.find(({ sender }) => sender === address);
    check(own !== undefined, "the paymaster did not pay for the operation", receipt.transactionHash);
    const paid = FUNDS - SENT - (await toraOf(chains, inputs, address));
    check(
      paid === own.tora,
      `the account paid ${paid} wei of TORA, but the paymaster charged ${own.tora}`,
      address,
    );
    const due = await dueByRule(chains, inputs, bundle, address);
    check(
      paid === due,
      `the account paid ${paid} wei of TORA, expected ${due} by the paymaster's rule`,
      paymaster,
    );
    check(
      paid <= quote.most,
      `the account paid ${paid} wei of TORA, but signed at most ${quote.most}`,
      address,
    );
    await depositFell(chains, paymaster, bundle.blockNumber, charges);
    return {
      status: "passed",
      detail: `first operation of ${address}: cost ${own.cost} wei, paid ${formatEther(paid)} TORA (at most ${formatEther(quote.most)}); the account never held BNB`,
    };
  },
};

/** The account holds no coin. */
async function poor({ l2 }: Chains, address: Address): Promise<void> {
  const balance = await l2.getBalance({ address });
  check(balance === 0n, `the account has ${balance} wei, expected none`, address);
}

/** In the operation's block the deposit fell by what the operations cost that the paymaster paid for. */
async function depositFell(
  { l2 }: Chains,
  paymaster: Address,
  block: bigint,
  charges: readonly { cost: bigint }[],
): Promise<void> {
  const deposit = (blockNumber: bigint) =>
    l2.readContract({
      address: ENTRY_POINT,
      abi: entryPointAbi,
      functionName: "balanceOf",
      args: [paymaster],
      blockNumber,
    });
  const [before, after] = await Promise.all([deposit(block - 1n), deposit(block)]);
  const cost = charges.reduce((sum, charge) => sum + charge.cost, 0n);
  check(
    before - after === cost,
    `the paymaster's deposit fell by ${before - after} wei, expected ${cost}`,
    paymaster,
  );
}
