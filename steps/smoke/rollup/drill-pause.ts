import { type Address, encodeFunctionData, type Hex, parseEther, toFunctionSelector } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { optimismPortalAbi } from "../../../chain/abi/OptimismPortal.ts";
import { superchainConfigAbi } from "../../../chain/abi/SuperchainConfig.ts";
import { executeBySafe } from "../../../chain/safe.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { ownersOf } from "./drills.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { PATIENCE } from "../common/patience.ts";
import type { Call } from "../../../chain/transact.ts";
import {
  coveringOutput,
  finalisableAt,
  finalisation,
  finalise,
  initiate,
  initiated,
  l1Reaches,
  proofCall,
  prove,
} from "./withdrawals.ts";

const AMOUNT = parseEther("0.001");
/** The portal's error while it is paused. */
const PAUSED = toFunctionSelector("CallPaused()");

/** While the guardian has paused the portal no withdrawal is proved or finalised; unpaused, the same ones are. */
export const drillPause: Step<SmokeInputs, SmokeResult> = {
  name: "drill/pause",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    await unpause(chains, inputs);
    const to = privateKeyToAddress(generatePrivateKey());
    const { withdrawal, block } = await initiated(chains, await initiate(chains, to, AMOUNT), context);
    context.log(`waiting for an output that covers L2 block ${block}`);
    const output = await until("an output", () => coveringOutput(chains, inputs, block), {
      deadline: PATIENCE * 2,
      every: 250,
      signal: context.signal,
    });
    const proof = await proofCall(chains, inputs, withdrawal, output);
    await whilePaused(chains, inputs, () => refused(chains, proof, "a proof"));
    await prove(chains, inputs, withdrawal, output, context);
    context.log("the portal refused the proof while paused and accepted it afterwards");

    const due = await finalisableAt(chains, inputs, withdrawal);
    if (due - now() > PATIENCE)
      return { status: "passed", detail: "paused: proof refused; unpaused: proved" };
    await l1Reaches(chains, due, PATIENCE + inputs.l1.blockTime * 10, context);
    await whilePaused(chains, inputs, () =>
      refused(chains, finalisation(inputs, withdrawal), "a finalisation"),
    );
    await finalise(chains, inputs, withdrawal, context);
    await paidOut(chains, to);
    return {
      status: "passed",
      detail: "paused: proof and finalisation refused; unpaused: proved and finalised",
    };
  },
};

/** Runs something while the portal is paused; unpauses it whatever happens. */
async function whilePaused(chains: Chains, inputs: SmokeInputs, run: () => Promise<void>): Promise<void> {
  try {
    await bySafe(
      inputs,
      encodeFunctionData({ abi: superchainConfigAbi, functionName: "pause", args: ["drill"] }),
    );
    check(
      await isPaused(chains, inputs),
      "the guardian's pause did not reach the portal",
      inputs.settlement.OptimismPortal,
    );
    await run();
  } finally {
    await unpause(chains, inputs);
  }
  check(!(await isPaused(chains, inputs)), "the portal is still paused", inputs.settlement.OptimismPortal);
}

/** Does nothing when it is not paused, so that a drill that was cut off is cleaned up by the next one. */
async function unpause(chains: Chains, inputs: SmokeInputs): Promise<void> {
  if (!(await isPaused(chains, inputs))) return;
  await bySafe(inputs, encodeFunctionData({ abi: superchainConfigAbi, functionName: "unpause" }));
}

const isPaused = ({ l1 }: Chains, { settlement }: SmokeInputs) =>
  l1.readContract({ abi: optimismPortalAbi, address: settlement.OptimismPortal, functionName: "paused" });

async function bySafe(inputs: SmokeInputs, data: Hex): Promise<void> {
  const call = { safe: inputs.settlement.Safe, to: inputs.settlement.SuperchainConfig, data };
  await executeBySafe(inputs.l1, call, ownersOf(inputs), inputs.keys.user);
}

/** The L1 node itself must refuse the call, and because of the pause. */
async function refused({ l1, onL1 }: Chains, call: Call, what: string): Promise<void> {
  const reason = await l1.call({ account: onL1.account.address, ...call }).then(() => undefined, revertData);
  check(reason !== undefined, `${what} is possible while the portal is paused`, call.to);
  check(
    reason === PAUSED,
    `the portal refuses ${what} for another reason than the pause: ${reason}`,
    call.to,
  );
}

/** What a call reverted with; an empty string when it failed otherwise. */
function revertData(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { data } = cause as { data?: unknown };
    if (typeof data === "string" && data.startsWith("0x")) return data;
  }
  return "";
}

async function paidOut({ l1 }: Chains, to: Address): Promise<void> {
  const balance = await l1.getBalance({ address: to });
  check(balance === AMOUNT, `${balance} wei arrived on L1, expected ${AMOUNT}`, to);
}
