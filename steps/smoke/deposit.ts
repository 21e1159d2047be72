import { type Address, encodeFunctionData, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { getL2TransactionHashes } from "viem/op-stack";
import { PREDEPLOYS } from "../../genesis/predeploys.ts";
import { l1BlockAbi } from "../../lib/abi/L1Block.ts";
import { l1StandardBridgeAbi } from "../../lib/abi/L1StandardBridge.ts";
import { until } from "../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../step.ts";
import { ownKey } from "./accounts.ts";
import { type Chains, connect, now, syncStatus } from "./chains.ts";
import { check, seconds } from "./check.ts";
import { type Adoption, earlyAdoptions, type Look } from "./confirmations.ts";
import type { SmokeInputs } from "./inputs.ts";
import { transact } from "./transact.ts";

const AMOUNT = parseEther("0.01");
const L2_GAS = 200_000;
/** Early blocks that prove a wrong confirmation depth; one alone may be the noise of a busy machine. */
const PROOF = 2;

/** BNB sent through the standard bridge arrives once its L1 block has the configured confirmations, not earlier. */
export const deposit: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/deposit",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const to = privateKeyToAddress(ownKey(inputs.keys.user, "deposit"));
    const before = await chains.l2.getBalance({ address: to });
    const data = encodeFunctionData({
      abi: l1StandardBridgeAbi,
      functionName: "depositETHTo",
      args: [to, L2_GAS, "0x"],
    });
    const call = { to: inputs.settlement.L1StandardBridge, data, value: AMOUNT };
    const started = performance.now();
    const receipt = await transact(chains.l1, chains.onL1, call, "the deposit", context);
    const deposited = Number(receipt.blockNumber);
    context.log(`in L1 block ${deposited}, due at L1 block ${deposited + inputs.l1.confirmations}`);

    const { l1Head, looks } = await watchArrival(chains, inputs, { to, before }, context);
    const waited = (performance.now() - started) / 1000;
    const due = deposited + inputs.l1.confirmations;
    check(
      l1Head >= due,
      `the deposit of L1 block ${deposited} was on L2 at L1 block ${l1Head}: due at ${due}`,
    );

    const [hash] = getL2TransactionHashes(receipt);
    check(hash !== undefined, "the bridge's L1 transaction made no deposit", receipt.transactionHash);
    const carrier = await chains.l2.getTransactionReceipt({ hash });
    check(carrier.status === "success", `the deposit failed in L2 block ${carrier.blockNumber}`, hash);
    await carriedByOrigin(chains, carrier.blockNumber, deposited);
    const judged = await neverEarly(chains, inputs, looks);
    return {
      status: "passed",
      detail: `L1 block ${deposited}, on L2 at L1 block ${l1Head} (${inputs.l1.confirmations} confirmations, none of ${judged} origins early), ${seconds(waited)}`,
    };
  },
};

/**
 * Looks at the receiver and at the sequencer until the coins are there. The L1 head is read after the balance: it is
 * at least what it was when the balance was read, so a head that is too low proves an early arrival.
 */
async function watchArrival(
  chains: Chains,
  inputs: SmokeInputs,
  { to, before }: { to: Address; before: bigint },
  { signal }: StepContext,
) {
  const looks: Look[] = [];
  const probe = async () => {
    const at = now();
    const status = await syncStatus(inputs.l2.rollupRpcUrl);
    looks.push({ at, l1Head: status.head_l1.number, block: status.unsafe_l2.number });
    const balance = await chains.l2.getBalance({ address: to });
    if (balance === before) return undefined;
    const l1Head = Number(await chains.l1.getBlockNumber());
    return { balance, l1Head };
  };
  const patience = 60 + (inputs.l1.confirmations + 5) * inputs.l1.blockTime * 2;
  const arrived = await until("the deposit on L2", probe, { deadline: patience, every: 40, signal });
  const amount = arrived.balance - before;
  check(amount === AMOUNT, `${amount} wei arrived instead of ${AMOUNT}`, to);
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
    `L2 block ${blockNumber} with the deposit is number ${sequence} of L1 origin ${origin}, not 0 of ${deposited}`,
  );
}

/** No block of the watched ones was begun before its L1 origin had its confirmations. @returns how many were judged */
async function neverEarly(chains: Chains, inputs: SmokeInputs, looks: readonly Look[]): Promise<number> {
  const rules = { blockTime: inputs.l2.blockTime, confirmations: inputs.l1.confirmations };
  const { judged, early } = earlyAdoptions(looks, await adoptions(chains, looks), rules);
  const blocks = early.map(({ block, l1Origin }) => `${block} (origin ${l1Origin})`).join(", ");
  check(
    early.length < PROOF || early.length * 2 <= judged.length,
    `L2 blocks took their L1 origins before ${rules.confirmations} confirmations: ${blocks}`,
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
