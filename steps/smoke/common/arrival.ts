import type { TransactionReceipt } from "viem";
import { getL2TransactionHashes } from "viem/op-stack";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { l1BlockAbi } from "../../../chain/abi/L1Block.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import { syncStatus } from "../../../chain/sync-status.ts";
import { type Chains, now } from "./chains.ts";
import { check } from "../../common/check.ts";
import { type Adoption, earlyAdoptions, type Look } from "./confirmations.ts";
import type { SmokeInputs } from "./inputs.ts";

/** Early blocks that prove a wrong confirmation depth; one alone may be the noise of a busy machine. */
const PROOF = 2;

/** What a deposit does to a balance on L2, in its smallest unit. */
export interface Expected {
  balance(): Promise<bigint>;
  before: bigint;
  amount: bigint;
}

/**
 * Waits until a deposit has arrived on L2, and proves that it came when its L1 block had the configured
 * confirmations, and no block earlier.
 * @param receipt of the deposit on L1
 * @returns the L1 head when it was seen, and how many adoptions of L1 origins were judged
 */
export async function arrival(
  chains: Chains,
  inputs: SmokeInputs,
  receipt: TransactionReceipt,
  expected: Expected,
  context: StepContext,
): Promise<{ l1Head: number; judged: number }> {
  const deposited = Number(receipt.blockNumber);
  const { l1Head, looks } = await watchArrival(chains, inputs, expected, context);
  const due = deposited + inputs.l1.confirmations;
  check(
    l1Head >= due,
    `the deposit from L1 block ${deposited} arrived on L2 early: at L1 block ${l1Head}, due at ${due}`,
  );
  const [hash] = getL2TransactionHashes(receipt);
  check(hash !== undefined, "the bridge transaction on L1 emitted no deposit", receipt.transactionHash);
  const carrier = await chains.l2.getTransactionReceipt({ hash });
  check(carrier.status === "success", `the deposit failed in L2 block ${carrier.blockNumber}`, hash);
  await carriedByOrigin(chains, carrier.blockNumber, deposited);
  return { l1Head, judged: await neverEarly(chains, inputs, looks) };
}

/**
 * Looks at the receiver and at the sequencer until the coins are there. The L1 head is read after the balance: it is
 * at least what it was when the balance was read, so a head that is too low proves an early arrival.
 */
async function watchArrival(
  chains: Chains,
  inputs: SmokeInputs,
  { balance, before, amount }: Expected,
  { signal }: StepContext,
) {
  const looks: Look[] = [];
  const probe = async () => {
    const at = now();
    const status = await syncStatus(inputs.l2.rollupRpcUrl);
    looks.push({ at, l1Head: status.head_l1.number, block: status.unsafe_l2.number });
    const seen = await balance();
    if (seen === before) return undefined;
    const l1Head = Number(await chains.l1.getBlockNumber());
    return { balance: seen, l1Head };
  };
  const patience = 60 + (inputs.l1.confirmations + 5) * inputs.l1.blockTime * 2;
  const arrived = await until("the deposit on L2", probe, { deadline: patience, every: 40, signal });
  const got = arrived.balance - before;
  check(got === amount, `${got} arrived, expected ${amount}`);
  return { l1Head: arrived.l1Head, looks };
}

/** The deposit is in the first L2 block whose L1 origin is the deposit's block. */
async function carriedByOrigin({ l2 }: Chains, blockNumber: bigint, deposited: number): Promise<void> {
  const at = { abi: l1BlockAbi, address: PREDEPLOYS.L1Block, blockNumber } as const;
  const [origin, sequence] = await Promise.all([
    l2.readContract({ ...at, functionName: "number" }),
    l2.readContract({ ...at, functionName: "sequenceNumber" }),
  ]);
  check(
    Number(origin) === deposited && sequence === 0n,
    `L2 block ${blockNumber} with the deposit is block ${sequence} of L1 origin ${origin}, expected block 0 of L1 origin ${deposited}`,
  );
}

/** No block of the watched ones was begun before its L1 origin had its confirmations. @returns how many were judged */
async function neverEarly(chains: Chains, inputs: SmokeInputs, looks: readonly Look[]): Promise<number> {
  const rules = { blockTime: inputs.l2.blockTime, confirmations: inputs.l1.confirmations };
  const { judged, early } = earlyAdoptions(looks, await adoptions(chains, looks), rules);
  const blocks = early.map(({ block, l1Origin }) => `${block} (origin ${l1Origin})`).join(", ");
  check(
    early.length < PROOF || early.length * 2 <= judged.length,
    `L2 blocks have L1 origins with fewer than ${rules.confirmations} confirmations: ${blocks}`,
    inputs.l2.rollupRpcUrl,
    "compare the sequencer's --sequencer.l1-confs with `l1.confirmations`",
  );
  return judged.length;
}

async function adoptions({ l2 }: Chains, looks: readonly Look[]): Promise<Adoption[]> {
  const seen = [...new Set(looks.map(({ block }) => block))].slice(1);
  const blocks = await Promise.all(
    seen.map(async (number): Promise<Adoption & { sequence: bigint }> => {
      const blockNumber = BigInt(number);
      const at = { abi: l1BlockAbi, address: PREDEPLOYS.L1Block, blockNumber } as const;
      const [block, origin, sequence] = await Promise.all([
        l2.getBlock({ blockNumber }),
        l2.readContract({ ...at, functionName: "number" }),
        l2.readContract({ ...at, functionName: "sequenceNumber" }),
      ]);
      return { block: number, timestamp: Number(block.timestamp), l1Origin: Number(origin), sequence };
    }),
  );
  return blocks.filter(({ sequence }) => sequence === 0n);
}
