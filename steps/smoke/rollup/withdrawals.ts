import { type Address, encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { getWithdrawals } from "viem/op-stack";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { l1StandardBridgeAbi } from "../../../chain/abi/L1StandardBridge.ts";
import { l2OutputOracleAbi } from "../../../chain/abi/L2OutputOracle.ts";
import { l2StandardBridgeAbi } from "../../../chain/abi/L2StandardBridge.ts";
import { optimismPortalAbi } from "../../../chain/abi/OptimismPortal.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import type { Chains } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { type Output, outputAt, outputs } from "./output.ts";
import { type Call, mined, submit, transact } from "../../../chain/transact.ts";

/** How the standard bridge names the native coin of L2. */
const NATIVE_COIN = "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000";

/** Gas that the withdrawal has on L1 behind the messenger. */
const L1_GAS = 200_000;
/** Gas that a deposit has on L2. */
const L2_GAS = 200_000;

/** A message from L2 to L1, as the portal knows it. */
export type Withdrawal = ReturnType<typeof getWithdrawals>[number];

export interface Initiated {
  withdrawal: Withdrawal;
  /** The L2 block that it is in. */
  block: bigint;
}

/** Sends coins from L2 to an address on L1 through the standard bridge. @returns the hash of the L2 transaction */
export function initiate({ l2, onL2 }: Chains, to: Address, amount: bigint): Promise<Hex> {
  const args = [NATIVE_COIN, to, amount, L1_GAS, "0x"] as const;
  const data = encodeFunctionData({ abi: l2StandardBridgeAbi, functionName: "withdrawTo", args });
  return submit(l2, onL2, { to: PREDEPLOYS.L2StandardBridge, data, value: amount });
}

/** The withdrawal that an L2 transaction made, once it is in a block. */
export async function initiated({ l2 }: Chains, hash: Hex, context: StepContext): Promise<Initiated> {
  const receipt = await mined(l2, hash, "the withdrawal on L2", context);
  const [withdrawal] = getWithdrawals({ logs: receipt.logs });
  check(withdrawal !== undefined, "the L2 bridge initiated no withdrawal", hash);
  return { withdrawal, block: receipt.blockNumber };
}

/** The first output that covers an L2 block, or undefined when it is not proposed yet. */
export async function coveringOutput({ l1 }: Chains, inputs: SmokeInputs, block: bigint) {
  const oracle = { abi: l2OutputOracleAbi, address: inputs.settlement.L2OutputOracle } as const;
  if ((await outputs(l1, inputs)) === 0n) return undefined;
  if ((await l1.readContract({ ...oracle, functionName: "latestBlockNumber" })) < block) return undefined;
  const index = await l1.readContract({ ...oracle, functionName: "getL2OutputIndexAfter", args: [block] });
  return { index, output: await outputAt(l1, inputs, index) };
}

/** What the portal remembers of a proof; its timestamp is 0 when there is none. */
export async function proofOf({ l1 }: Chains, { settlement }: SmokeInputs, { withdrawalHash }: Withdrawal) {
  const [outputRoot, timestamp, outputIndex] = await l1.readContract({
    abi: optimismPortalAbi,
    address: settlement.OptimismPortal,
    functionName: "provenWithdrawals",
    args: [withdrawalHash],
  });
  return { outputRoot, timestamp: Number(timestamp), outputIndex };
}

/** The portal's call that proves that the withdrawal is in the state of an output. */
export async function proofCall(
  { l2 }: Chains,
  { settlement }: SmokeInputs,
  withdrawal: Withdrawal,
  { index, output }: { index: bigint; output: Output },
): Promise<Call> {
  const proof = await l2.buildProveWithdrawal({ withdrawal, output: { ...output, outputIndex: index } });
  const data = encodeFunctionData({
    abi: optimismPortalAbi,
    functionName: "proveWithdrawalTransaction",
    args: [portalFields(withdrawal), index, proof.outputRootProof, proof.withdrawalProof],
  });
  return { to: settlement.OptimismPortal, data };
}

/** Proves on L1 that the withdrawal is in the state of an output. */
export async function prove(
  chains: Chains,
  inputs: SmokeInputs,
  withdrawal: Withdrawal,
  output: { index: bigint; output: Output },
  context: StepContext,
): Promise<void> {
  const call = await proofCall(chains, inputs, withdrawal, output);
  await transact(chains.l1, chains.onL1, call, "the withdrawal's proof", context);
}

/** Seconds since the epoch of the first L1 block that may finalise a proven withdrawal. */
export async function finalisableAt(
  chains: Chains,
  inputs: SmokeInputs,
  withdrawal: Withdrawal,
): Promise<number> {
  const proof = await proofOf(chains, inputs, withdrawal);
  const output = await outputAt(chains.l1, inputs, proof.outputIndex);
  return Math.max(proof.timestamp, Number(output.timestamp)) + inputs.rules.finalizationPeriod + 1;
}

/** Waits until L1's own clock, the timestamp of its newest block, has reached a time. */
export async function l1Reaches(
  { l1 }: Chains,
  time: number,
  deadline: number,
  { signal }: StepContext,
): Promise<void> {
  const reached = async () => Number((await l1.getBlock()).timestamp) >= time;
  await until(`an L1 block with timestamp ${time} or later`, reached, { deadline, every: 200, signal });
}

/** The portal's call that pays a proven withdrawal out. */
export const finalisation = ({ settlement }: SmokeInputs, withdrawal: Withdrawal) => ({
  to: settlement.OptimismPortal,
  data: encodeFunctionData({
    abi: optimismPortalAbi,
    functionName: "finalizeWithdrawalTransaction",
    args: [portalFields(withdrawal)],
  }),
});

/** Finalises a withdrawal whose time has come; somebody who did it before is welcome. */
export async function finalise(
  chains: Chains,
  inputs: SmokeInputs,
  withdrawal: Withdrawal,
  context: StepContext,
) {
  const { l1, onL1 } = chains;
  if (await isFinalised(chains, inputs, withdrawal)) return;
  await fundPortal(chains, inputs, withdrawal.value, context);
  const receipt = await transact(
    l1,
    onL1,
    finalisation(inputs, withdrawal),
    "the withdrawal's finalisation",
    context,
  );
  const [event] = parseEventLogs({
    abi: optimismPortalAbi,
    eventName: "WithdrawalFinalized",
    logs: receipt.logs,
  });
  check(event?.args.success === true, "the finalised withdrawal failed on L1", receipt.transactionHash);
}

export const isFinalised = ({ l1 }: Chains, { settlement }: SmokeInputs, { withdrawalHash }: Withdrawal) =>
  l1.readContract({
    abi: optimismPortalAbi,
    address: settlement.OptimismPortal,
    functionName: "finalizedWithdrawals",
    args: [withdrawalHash],
  });

/**
 * Coins that were on L2 from genesis have nothing in the portal that pays them out: deposit what is missing, by the
 * bridge, which takes no nonce of the user on L2.
 */
async function fundPortal(
  { l1, onL1 }: Chains,
  { settlement }: SmokeInputs,
  amount: bigint,
  context: StepContext,
) {
  if ((await l1.getBalance({ address: settlement.OptimismPortal })) >= amount) return;
  const args = [onL1.account.address, L2_GAS, "0x"] as const;
  const data = encodeFunctionData({ abi: l1StandardBridgeAbi, functionName: "depositETHTo", args });
  const call = { to: settlement.L1StandardBridge, data, value: amount };
  await transact(l1, onL1, call, "a deposit for the portal", context);
}

function portalFields({ nonce, sender, target, value, gasLimit, data }: Withdrawal) {
  return { nonce, sender, target, value, gasLimit, data };
}
