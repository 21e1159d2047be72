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
 * @yields each figure as soon as there is one: a failure costs none of those before
 * @throws TensoraError when the stack does not come up, or transfers are not mined
 */
export async function* runBench(run: BenchRun): AsyncGenerator<BenchLine, void> {
  await destroyStack(run);
  try {
    run.say("the engine: runs that change nothing, on resources that do not exist");
    yield* await measureEngine(run);
    const devnet = await loadStack({ root: run.root, stack: STACK });
    run.say("signing the transfers");
    const load = await signedLoad(devnet.spec.l2.chainId);
    run.say("op-geth by itself: sustained transfers");
    const alone = await measureBaseline(devnet.spec, load, run);
    run.say("a new stack: first L2 block, all gates");
    const { firstBlock, gates } = await startStack(devnet.spec, run);
    yield line("first L2 block", firstBlock, "s");
    yield line("all gates", gates, "s");
    yield line("resident memory", await residentMegabytes(devnet.spec.dir), "MB");
    run.say("an `up` that changes nothing");
    const noop = await noopSeconds(run);
    yield line("no-op up", noop, "s");
    yield line("genesis", await genesisTime(run.root), "ms");
    run.say("the rollup: sustained transfers");
    yield against(line("sustained L2 transfers", await measureRollup(devnet, load, run), "1/s"), alone);
    run.say("user operations paid in TORA, for a minute");
    yield* await measureOperations(devnet, run);
    run.say("subnets: inferences, scoring, an epoch's gas");
    yield* await measureSubnets(devnet, run);
    run.say("metrics and the console");
    yield* await measureWatching(devnet.spec, run);
    yield* measureRuntimes({ gates, noop }, run);
  } finally {
    await destroyStack(run);
  }
}
