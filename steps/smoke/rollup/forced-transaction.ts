import { type Address, encodeFunctionData } from "viem";
import { getL2TransactionHashes } from "viem/op-stack";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { optimismPortalAbi } from "../../../chain/abi/OptimismPortal.ts";
import { wrappedBNBAbi } from "../../../chain/abi/WrappedBNB.ts";
import { l1Wallet } from "../../../chain/clients.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { ownKey } from "../common/accounts.ts";
import { type Chains, connect, same } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { transact } from "../../../chain/transact.ts";

/** Wei. */
const AMOUNT = 1000n;
/** What the portal's call needs at most: it burns gas for the gas on L2. */
const L1_GAS = 1_500_000n;
const L2_GAS = 100_000n;
/** The type of transactions that come from L1. */
const DEPOSIT_TYPE = "0x7e";

/** A call that the user puts into the portal on L1 runs on L2, whatever the sequencer thinks of it. */
export const forcedTransaction: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/forced-transaction",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const started = performance.now();
    const { blockNumber, l1Block } = await forceWrapping(chains, inputs, context);
    const took = seconds((performance.now() - started) / 1000);
    return {
      status: "passed",
      detail: `sent in L1 block ${l1Block}, executed in L2 block ${blockNumber} after ${took}`,
    };
  },
};

/**
 * Forces a call of the wrapped BNB through the portal and waits until it has run. The sender is an account of its own:
 * a forced transaction takes a nonce of its sender on L2, which others of the same sender would be waiting for.
 * @returns the L2 block that it ran in
 */
export async function forceWrapping(chains: Chains, inputs: SmokeInputs, context: StepContext) {
  const sender = l1Wallet(ownKey(inputs.keys.user, "forced"), inputs.l1);
  const holder = sender.account.address;
  const wrap = encodeFunctionData({ abi: wrappedBNBAbi, functionName: "deposit" });
  const data = encodeFunctionData({
    abi: optimismPortalAbi,
    functionName: "depositTransaction",
    args: [PREDEPLOYS.WrappedBNB, AMOUNT, L2_GAS, false, wrap],
  });
  await payGas(chains, holder, context);
  const call = { to: inputs.settlement.OptimismPortal, data, value: AMOUNT };
  const receipt = await transact(chains.l1, sender, call, "the forced transaction on L1", context);
  const [hash] = getL2TransactionHashes(receipt);
  check(hash !== undefined, "the portal emitted no deposit", receipt.transactionHash);
  context.log(`in L1 block ${receipt.blockNumber}`);
  const ran = await until("the forced transaction on L2", () => chains.l2.getTransactionReceipt({ hash }), {
    deadline: 60 + (inputs.l1.confirmations + 5) * inputs.l1.blockTime * 2,
    every: 150,
    signal: context.signal,
  });
  check(ran.status === "success", `the forced transaction failed in L2 block ${ran.blockNumber}`, hash);
  check(same(ran.from, holder) && same(ran.to, PREDEPLOYS.WrappedBNB), `${hash} is not the forced call`);
  const { typeHex } = await chains.l2.getTransaction({ hash });
  check(
    typeHex === DEPOSIT_TYPE,
    `the forced transaction has type ${typeHex}, expected ${DEPOSIT_TYPE}`,
    hash,
  );
  const wrapped = await wrappedIn(chains, holder, ran.blockNumber);
  check(wrapped === AMOUNT, `the forced call wrapped ${wrapped} wei, expected ${AMOUNT}`, hash);
  return { blockNumber: ran.blockNumber, l1Block: receipt.blockNumber };
}

/** What a holder's wrapped BNB grew by in a block. */
async function wrappedIn({ l2 }: Chains, holder: Address, block: bigint): Promise<bigint> {
  const token = { abi: wrappedBNBAbi, address: PREDEPLOYS.WrappedBNB } as const;
  const [before, after] = await Promise.all(
    [block - 1n, block].map((blockNumber) =>
      l2.readContract({ ...token, functionName: "balanceOf", args: [holder], blockNumber }),
    ),
  );
  return (after ?? 0n) - (before ?? 0n);
}

/** Gives the account on L1 what the portal's call costs at most, unless enough is left from the last time. */
async function payGas({ l1, onL1 }: Chains, to: Address, context: StepContext): Promise<void> {
  const [{ maxFeePerGas }, balance] = await Promise.all([
    l1.estimateFeesPerGas(),
    l1.getBalance({ address: to }),
  ]);
  const needed = AMOUNT + L1_GAS * maxFeePerGas * 2n;
  if (balance >= needed) return;
  await transact(l1, onL1, { to, value: needed - balance }, "the forced transaction's gas", context);
}
