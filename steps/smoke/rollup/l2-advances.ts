import { TensoraError } from "../../../lib/errors.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";

/** Blocks that are watched as they come. */
const WATCHED = 3;
/** Block times that a head may be old: one for its own block, the rest for a busy machine. */
const FRESH = 4;
/** Milliseconds for the quick look; the whole look must be over within a second. */
const ANSWER = 800;

interface Head {
  number: number;
  /** Seconds since the epoch. */
  timestamp: number;
}

/** L2 produces blocks at the configured rate, from the configured genesis. */
export const l2Advances: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/l2-advances",
  kind: "gate",
  deadline: 120,

  async run(inputs, { log, signal }) {
    const { l2 } = connect(inputs);
    await sameGenesis(l2, inputs);
    log("waiting for a recent head");
    // A sequencer that has fallen behind makes blocks faster than it should: the watch begins when it has caught up.
    const first = await until("a recent L2 head", () => youngHead(inputs), {
      deadline: 60 + FRESH * inputs.l2.blockTime,
      every: 50,
      signal,
    });
    const started = performance.now();
    const deadline = (WATCHED + FRESH) * inputs.l2.blockTime + 5;
    const reached = async () => (await l2.getBlockNumber()) >= BigInt(first.number + WATCHED);
    await until(`${WATCHED} L2 blocks`, reached, { deadline, every: 50, signal });
    const took = (performance.now() - started) / 1000;
    rateHolds(took, inputs.l2.blockTime);
    await exactlySpaced(l2, first.number, inputs.l2.blockTime);
    const detail = `${WATCHED} blocks of ${inputs.l2.blockTime} s in ${seconds(took)}, head ${first.number + WATCHED}`;
    return { status: "passed", detail };
  },

  async stale(inputs) {
    try {
      await freshHead(inputs, ANSWER);
      return undefined;
    } catch (error) {
      return error instanceof TensoraError ? error.message : "L2 does not answer";
    }
  },
};

async function sameGenesis(l2: Chains["l2"], { genesis, l2: expected }: SmokeInputs): Promise<void> {
  const [chainId, block] = await Promise.all([l2.getChainId(), l2.getBlock({ blockNumber: 0n })]);
  check(
    chainId === expected.chainId,
    `L2 has chain ID ${chainId}, expected ${expected.chainId}`,
    expected.rpcUrl,
  );
  check(
    block.hash === genesis.hash,
    `L2's block 0 is ${block.hash}, expected ${genesis.hash}`,
    expected.rpcUrl,
  );
}

/** A head that is younger than the time between two blocks. */
async function youngHead(inputs: SmokeInputs): Promise<Head | undefined> {
  const head = await freshHead(inputs, 5000);
  return now() - head.timestamp < inputs.l2.blockTime ? head : undefined;
}

/** The head, once its age and its number are what the genesis time and the block time ask for. */
async function freshHead({ l2, genesis }: SmokeInputs, timeoutMs: number): Promise<Head> {
  type Answer = { number: string; timestamp: string };
  const block = await rpc<Answer>(l2.rpcUrl, "eth_getBlockByNumber", ["latest", false], timeoutMs);
  const head = { number: Number(block.number), timestamp: Number(block.timestamp) };
  const reason = headProblem(head, { now: now(), blockTime: l2.blockTime, genesisTime: genesis.timestamp });
  if (reason) throw new TensoraError(reason, { where: l2.rpcUrl });
  return head;
}

/** What is wrong with a head, or undefined. */
export function headProblem(
  head: Head,
  { now, blockTime, genesisTime }: { now: number; blockTime: number; genesisTime: number },
): string | undefined {
  const due = genesisTime + head.number * blockTime;
  if (head.timestamp !== due)
    return `L2 block ${head.number} has timestamp ${head.timestamp}, expected ${due}`;
  const age = now - head.timestamp;
  if (age > FRESH * blockTime) return `L2 makes no blocks: its head ${head.number} is ${seconds(age)} old`;
  return undefined;
}

/** A watch begins and ends between two blocks: one block time less is right, and a busy machine is late. */
function rateHolds(took: number, blockTime: number): void {
  const least = (WATCHED - 1) * blockTime - blockTime / 2;
  const most = (WATCHED + FRESH) * blockTime;
  check(
    took >= least && took <= most,
    `${WATCHED} L2 blocks took ${seconds(took)}, expected about ${seconds(WATCHED * blockTime)}`,
  );
}

async function exactlySpaced(l2: Chains["l2"], from: number, blockTime: number): Promise<void> {
  const numbers = Array.from({ length: WATCHED + 1 }, (_, i) => BigInt(from + i));
  const blocks = await Promise.all(numbers.map((blockNumber) => l2.getBlock({ blockNumber })));
  blocks.slice(1).forEach((block, i) => {
    const before = blocks[i] as (typeof blocks)[number];
    const gap = Number(block.timestamp - before.timestamp);
    check(
      gap === blockTime,
      `L2 blocks ${before.number} and ${block.number} are ${gap} s apart, expected ${blockTime} s`,
    );
    check(
      block.parentHash === before.hash,
      `L2 block ${block.number} is not a child of block ${before.number}`,
    );
  });
}
