import { encodeFunctionData, parseEther } from "viem";
import { l1StandardBridgeAbi } from "../../../chain/abi/L1StandardBridge.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import type { Chains } from "./chains.ts";
import type { SmokeInputs } from "./inputs.ts";
import { transact } from "../../../chain/transact.ts";

/** What the user must have on L2 for one run of all steps. */
const LEAST = parseEther("0.005");
/** What is brought over when it is less. */
const AMOUNT = parseEther("0.02");
const L2_GAS = 200_000;

/** Deposits under way, by the L2's URL: steps that run at the same time wait for one and the same. */
const underWay = new Map<string, Promise<void>>();

/** Sees to it that the user can pay on L2: where genesis gave nothing, coins come over the bridge first. */
export function fundL2(chains: Chains, inputs: SmokeInputs, context: StepContext): Promise<void> {
  const key = `${inputs.l2.rpcUrl} ${chains.onL2.account.address}`;
  const known = underWay.get(key);
  if (known) return known;
  const funded = bringOver(chains, inputs, context).finally(() => underWay.delete(key));
  underWay.set(key, funded);
  return funded;
}

async function bringOver(
  { l1, l2, onL1, onL2 }: Chains,
  inputs: SmokeInputs,
  context: StepContext,
): Promise<void> {
  const { address } = onL2.account;
  const enough = async () => (await l2.getBalance({ address })) >= LEAST;
  if (await enough()) return;
  context.log("the user has too little BNB on L2: depositing some");
  const data = encodeFunctionData({
    abi: l1StandardBridgeAbi,
    functionName: "depositETHTo",
    args: [address, L2_GAS, "0x"],
  });
  const call = { to: inputs.settlement.L1StandardBridge, data, value: AMOUNT };
  await transact(l1, onL1, call, "the deposit for the user", context);
  await until("the user's deposit on L2", enough, {
    deadline: 60 + (inputs.l1.confirmations + 5) * inputs.l1.blockTime * 2,
    every: 200,
    signal: context.signal,
  });
}
