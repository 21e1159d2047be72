import { loadStack } from "../config/index.ts";
import { measureBaseline } from "./baseline.ts";
import { measureEngine } from "./engine.ts";
import { genesisTime } from "./genesis.ts";
import { against, type BenchLine, type BenchRun, line } from "./line.ts";
import { signedLoad } from "./load.ts";
import { residentMegabytes } from "./memory.ts";
import { measureOperations } from "./operations.ts";
import { measureRollup } from "./rollup.ts";
import { measureRuntimes } from "./runtimes.ts";
import { measureSubnets } from "./subnets.ts";
import { measureWatching } from "./watching.ts";
import { destroyStack, noopSeconds, STACK, startStack } from "./stack.ts";

export type { BenchLine, BenchRun } from "./line.ts";

/**
 * Measures times, size and throughput on a stack of its own, which is destroyed afterwards, also after a failure. op-geth
 * by itself comes first, on a machine that is still quiet, with the very transactions that the rollup gets later.
 * @throws TensoraError when the stack does not come up, or transfers are not mined
 */
export async function runBench(run: BenchRun): Promise<BenchLine[]> {
  await destroyStack(run);
  try {
    run.say("the engine: runs that change nothing, on resources that are nowhere");
    const engine = await measureEngine(run);
    const devnet = await loadStack({ root: run.root, stack: STACK });
    run.say("signing the transfers");
    const load = await signedLoad(devnet.spec.l2.chainId);
    run.say("op-geth by itself: sustained transfers");
    const alone = await measureBaseline(devnet.spec, load, run);
    run.say("a new stack: first L2 block, all gates");
    const { firstBlock, gates } = await startStack(devnet.spec, run);
    const resident = await residentMegabytes(devnet.spec.dir);
    run.say("an `up` that changes nothing");
    const noop = await noopSeconds(run);
    const genesis = await genesisTime(run.root);
    run.say("the rollup: sustained transfers");
    const rollup = await measureRollup(devnet, load, run);
    run.say("user operations paid in TORA, for a minute");
    const operations = await measureOperations(devnet, run);
    run.say("subnets: inferences, scoring, an epoch's gas");
    const subnets = await measureSubnets(devnet, run);
    run.say("metrics and the console");
    const watching = await measureWatching(devnet.spec, run);
    const runtimes = await measureRuntimes({ gates, noop }, run);
    return [
      line("first L2 block", firstBlock, "s"),
      line("all gates", gates, "s"),
      line("no-op up", noop, "s"),
      line("genesis", genesis, "ms"),
      line("resident memory", resident, "MB"),
      against(line("sustained L2 transfers", rollup, "1/s"), alone),
      ...operations,
      ...subnets,
      ...watching,
      ...runtimes,
      ...engine,
    ];
  } finally {
    await destroyStack(run);
  }
}
