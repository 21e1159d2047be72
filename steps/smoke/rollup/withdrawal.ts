import { type Address, type Hex, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { ownKey } from "../common/accounts.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { fundL2 } from "../common/l2-funds.ts";
import { outputAt, outputDue } from "./output.ts";
import { PATIENCE, pending } from "../common/patience.ts";
import {
  coveringOutput,
  finalisableAt,
  finalise,
  type Initiated,
  initiate,
  initiated,
  isFinalised,
  l1Reaches,
  proofOf,
  prove,
  type Withdrawal,
} from "./withdrawals.ts";

const AMOUNT = parseEther("0.002");

/** What is needed to find the withdrawal again; how far it has come is on the chains. */
interface Journey {
  /** The chain that the withdrawal was made on. */
  genesis: Hex;
  transaction: Hex;
  to: Address;
  /** Wei that the receiver had on L1 before. */
  before: string;
  /** Seconds since the epoch. */
  started: number;
}

/**
 * BNB is withdrawn from L2 to L1: initiated, proved against an output, finalised after the finalisation period. What takes longer than a
 * user waits for is pending with its due date, and goes on from there when the step runs again.
 */
export const withdrawal: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/withdrawal",
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const chains = connect(inputs);
    const journey = await begin(chains, inputs, context);
    const made = await initiated(chains, journey.transaction, context);
    const later = await bringThrough(chains, inputs, made, context);
    if (later) return later;
    const amount = (await chains.l1.getBalance({ address: journey.to })) - BigInt(journey.before);
    check(amount === AMOUNT, `${amount} wei arrived on L1, expected ${AMOUNT}`, journey.to);
    await context.journal.clear();
    const detail = `from L2 block ${made.block} to L1 in ${seconds(now() - journey.started)}`;
    return { status: "passed", detail };
  },
};

/**
 * Proves and finalises a withdrawal, as far as it is not done.
 * @param proved called between the two
 * @returns a pending result when the next thing is due later than a user waits
 */
export async function bringThrough(
  chains: Chains,
  inputs: SmokeInputs,
  made: Initiated,
  context: StepContext,
  proved: () => Promise<void> = async () => {},
): Promise<SmokeResult | undefined> {
  const { withdrawal } = made;
  if (await isFinalised(chains, inputs, withdrawal)) return undefined;
  const later = await proveInTime(chains, inputs, made, context);
  if (later) return later;
  await proved();
  const due = await finalisableAt(chains, inputs, withdrawal);
  if (due - now() > PATIENCE) return pending("withdrawal proved; its finalisation", due);
  context.log(`proved, can be finalised at ${new Date(due * 1000).toISOString()}`);
  await l1Reaches(chains, due, PATIENCE + inputs.l1.blockTime * 10, context);
  await finalise(chains, inputs, withdrawal, context);
  return undefined;
}

/** The withdrawal of an earlier attempt, or a new one. */
async function begin(chains: Chains, inputs: SmokeInputs, context: StepContext): Promise<Journey> {
  const { journal, log } = context;
  const known = await journal.read<Journey>();
  if (known?.genesis === inputs.genesis.hash && (await isOnL2(chains, known.transaction))) {
    log(`continuing with withdrawal ${known.transaction}`);
    return known;
  }
  const to = privateKeyToAddress(ownKey(inputs.keys.user, "withdrawal"));
  const before = `${await chains.l1.getBalance({ address: to })}`;
  await fundL2(chains, inputs, context);
  const started = now();
  const transaction = await initiate(chains, to, AMOUNT);
  const journey = { genesis: inputs.genesis.hash, transaction, to, before, started };
  await journal.write(journey);
  log(`initiated in transaction ${transaction}`);
  return journey;
}

/** A transaction that an L2 lost with its unsafe blocks is made again. */
export async function isOnL2({ l2 }: Chains, hash: Hex): Promise<boolean> {
  try {
    await l2.getTransaction({ hash });
    return true;
  } catch {
    return false;
  }
}

/** Proves the withdrawal unless it is proved. @returns a pending result when there will be no output for long */
async function proveInTime(
  chains: Chains,
  inputs: SmokeInputs,
  { withdrawal, block }: Initiated,
  context: StepContext,
): Promise<SmokeResult | undefined> {
  if (await isProved(chains, inputs, withdrawal)) return undefined;
  const due = outputDue(inputs, Number(block));
  const covered = await coveringOutput(chains, inputs, block);
  if (!covered && due - now() > PATIENCE) return pending("the output that proves the withdrawal", due);
  context.log(`waiting for an output that covers L2 block ${block}`);
  const found = await until(
    `an output that covers L2 block ${block}`,
    () => coveringOutput(chains, inputs, block),
    { deadline: PATIENCE * 2 + inputs.l1.blockTime * 20, every: 250, signal: context.signal },
  );
  await prove(chains, inputs, withdrawal, found, context);
  return undefined;
}

/** A proof against an output that was deleted since is none. */
async function isProved(chains: Chains, inputs: SmokeInputs, withdrawal: Withdrawal): Promise<boolean> {
  const proof = await proofOf(chains, inputs, withdrawal);
  if (proof.timestamp === 0) return false;
  try {
    return (await outputAt(chains.l1, inputs, proof.outputIndex)).outputRoot === proof.outputRoot;
  } catch {
    return false;
  }
}
