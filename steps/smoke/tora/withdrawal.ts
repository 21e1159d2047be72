import { type Address, encodeFunctionData, erc20Abi, formatEther, type Hex, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { l2StandardBridgeAbi } from "../../../chain/abi/L2StandardBridge.ts";
import { wtoraAbi } from "../../../chain/abi/WTORA.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import { submit, transact } from "../../../chain/transact.ts";
import { bringThrough, isOnL2 } from "../rollup/withdrawal.ts";
import { initiated } from "../rollup/withdrawals.ts";
import { conserved } from "./conservation.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { type MessageStatus, messenger } from "./messenger.ts";

/** Of TORA, in its smallest unit. */
const AMOUNT = parseEther("1000");
const L1_GAS = 200_000;
/** Seconds in which both clients must see the same; a block may come between two looks. */
const PATIENCE = 60;

/** What is needed to find the withdrawal again. */
interface Journey {
  genesis: Hex;
  transaction: Hex;
  /** Seconds since the epoch. */
  started: number;
}

/** TORA goes back to L1, becomes WTORA and then the token it wraps; at each point the escrow is what it must be. */
export const toraWithdrawal: Step<ToraInputs, SmokeResult> = {
  name: "smoke/tora-withdrawal",
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const chains = connect(inputs);
    const journey = await begin(chains, inputs, context);
    const made = await initiated(chains, journey.transaction, context);
    await conserved(chains, inputs, "after the withdrawal was initiated");
    const bridge = await messenger(inputs);
    const seen: MessageStatus[] = [];
    const agree = async (...expected: MessageStatus[]) => {
      seen.push(await agreement(bridge, journey.transaction, expected, context));
    };
    const later = await bringThrough(chains, inputs, made, context, async () => {
      await agree("IN_CHALLENGE_PERIOD", "READY_FOR_RELAY");
      await conserved(chains, inputs, "after the withdrawal was proved");
    });
    if (later) return later;
    await agree("RELAYED");
    await conserved(chains, inputs, "after the withdrawal was finalised");
    const received = await unwrap(chains, inputs, context);
    await context.journal.clear();
    return {
      status: "passed",
      detail: `${formatEther(AMOUNT)} TORA from L2 block ${made.block} became ${formatEther(received)} of the token on L1 in ${seconds(now() - journey.started)}; CrossChainMessenger: ${seen.join(", ")}`,
    };
  },
};

/** Who gets the WTORA: its balance is nobody else's business. */
const receiver = ({ keys }: ToraInputs): Address => privateKeyToAddress(keys.user);

/** The withdrawal of an earlier attempt, or a new one. */
async function begin(chains: Chains, inputs: ToraInputs, { journal, log }: StepContext): Promise<Journey> {
  const known = await journal.read<Journey>();
  if (known?.genesis === inputs.genesis.hash && (await isOnL2(chains, known.transaction))) {
    log(`continuing with withdrawal ${known.transaction}`);
    return known;
  }
  const { tora } = contractsOf(inputs);
  const args = [tora, receiver(inputs), AMOUNT, L1_GAS, "0x"] as const;
  const data = encodeFunctionData({ abi: l2StandardBridgeAbi, functionName: "withdrawTo", args });
  const started = now();
  const transaction = await submit(chains.l2, chains.onL2, { to: PREDEPLOYS.L2StandardBridge, data });
  const journey = { genesis: inputs.genesis.hash, transaction, started };
  await journal.write(journey);
  log(`initiated in transaction ${transaction}`);
  return journey;
}

/** What the other client says of the withdrawal, once it is one of what viem's view allows. */
function agreement(
  bridge: Awaited<ReturnType<typeof messenger>>,
  transaction: Hex,
  expected: readonly MessageStatus[],
  { signal }: StepContext,
): Promise<MessageStatus> {
  const look = async () => {
    const status = await bridge.status(transaction);
    return expected.includes(status) ? status : undefined;
  };
  const what = `the CrossChainMessenger to report ${expected.join(" or ")}`;
  return until(what, look, { deadline: PATIENCE, every: 300, signal });
}

/** Gives WTORA back for the token that it wraps. @returns how much of it arrived, whatever the token's tax */
async function unwrap({ l1, onL1 }: Chains, inputs: ToraInputs, context: StepContext): Promise<bigint> {
  const { underlying, wtora } = contractsOf(inputs);
  const account = receiver(inputs);
  const of = (address: Address) =>
    l1.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [account] });
  const [before, held] = await Promise.all([of(underlying), of(wtora)]);
  check(held >= AMOUNT, `the account has ${held} WTORA on L1, expected ${AMOUNT}`, account);
  const data = encodeFunctionData({ abi: wtoraAbi, functionName: "unwrap", args: [AMOUNT, account, 0n] });
  await transact(l1, onL1, { to: wtora, data }, "the unwrapping", context);
  const received = (await of(underlying)) - before;
  check(
    received > 0n && received <= AMOUNT,
    `unwrapping ${AMOUNT} WTORA gave ${received} of the token`,
    wtora,
  );
  return received;
}
