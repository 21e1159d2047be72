import { encodeFunctionData, parseEther } from "viem";
import { getL2TransactionHashes } from "viem/op-stack";
import { until } from "../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../step.ts";
import { PORTAL, PREDEPLOYS, WRAPPED_BNB } from "./abi.ts";
import { type Chains, connect, same } from "./chains.ts";
import { check, seconds } from "./check.ts";
import type { SmokeInputs } from "./inputs.ts";
import { transact } from "./transact.ts";

const AMOUNT = parseEther("0.001");
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
      detail: `from L1 block ${l1Block}, ran in L2 block ${blockNumber} after ${took}`,
    };
  },
};

/**
 * Forces a call of the wrapped BNB through the portal and waits until it has run.
 * @returns the L2 block that it ran in
 */
export async function forceWrapping(chains: Chains, inputs: SmokeInputs, context: StepContext) {
  const wrap = encodeFunctionData({ abi: WRAPPED_BNB, functionName: "deposit" });
  const data = encodeFunctionData({
    abi: PORTAL,
    functionName: "depositTransaction",
    args: [PREDEPLOYS.wrappedBnb, AMOUNT, L2_GAS, false, wrap],
  });
  const call = { to: inputs.settlement.OptimismPortal, data, value: AMOUNT };
  const receipt = await transact(chains.l1, chains.onL1, call, "the forced transaction on L1", context);
  const [hash] = getL2TransactionHashes(receipt);
  check(hash !== undefined, "the portal made no deposit", receipt.transactionHash);
  context.log(`in L1 block ${receipt.blockNumber}`);
  const deadline = 60 + (inputs.l1.confirmations + 5) * inputs.l1.blockTime * 2;
  const ran = await until("the forced transaction on L2", () => chains.l2.getTransactionReceipt({ hash }), {
    deadline,
    every: 150,
    signal: context.signal,
  });
  const sender = chains.onL1.account.address;
  check(ran.status === "success", `the forced transaction failed in L2 block ${ran.blockNumber}`, hash);
  check(
    same(ran.from, sender) && same(ran.to, PREDEPLOYS.wrappedBnb),
    `${hash} is not the call that was forced`,
  );
  const { typeHex } = await chains.l2.getTransaction({ hash });
  check(
    typeHex === DEPOSIT_TYPE,
    `the forced transaction has the type ${typeHex}, not ${DEPOSIT_TYPE}`,
    hash,
  );
  const wrapped = await wrappedIn(chains, ran.blockNumber);
  check(
    wrapped >= AMOUNT && wrapped % AMOUNT === 0n,
    `the forced call wrapped ${wrapped} wei instead of ${AMOUNT}`,
  );
  return { blockNumber: ran.blockNumber, l1Block: receipt.blockNumber };
}

/** What the user's wrapped BNB grew by in a block: a multiple of the amount, as others may force calls beside this one. */
async function wrappedIn({ l2, onL1 }: Chains, blockNumber: bigint): Promise<bigint> {
  const balance = (at: bigint) =>
    l2.readContract({
      abi: WRAPPED_BNB,
      address: PREDEPLOYS.wrappedBnb,
      functionName: "balanceOf",
      args: [onL1.account.address],
      blockNumber: at,
    });
  const [before, after] = await Promise.all([balance(blockNumber - 1n), balance(blockNumber)]);
  return after - before;
}
