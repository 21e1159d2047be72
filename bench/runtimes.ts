import { projectRoot } from "../lib/root.ts";
import { placeIn, readServices } from "../stack/read.ts";
import { loadStack } from "../config/index.ts";
import type { RuntimeSpec } from "../spec/devnet.ts";
import { messageOf } from "../lib/errors.ts";
import { isOnHost } from "../spec/services.ts";
import { ensureImage } from "../toolchain/images/image.ts";
import { against, type BenchLine, type BenchRun, line } from "./line.ts";
import { destroyStack, noopSeconds, STACK, startStack } from "./stack.ts";

/** What each runtime is compared with, in seconds. */
export interface ProcessTimes {
  gates: number;
  noop: number;
}

/** Stacks whose file says where containers and pods run on this machine. */
const KINDS = ["docker", "kubernetes"] as const;

/** The measured stack in containers and as pods, where there is a daemon or a cluster for it; else it is said why not. */
export async function* measureRuntimes(
  process: ProcessTimes,
  run: BenchRun,
): AsyncGenerator<BenchLine, void> {
  for (const kind of KINDS) {
    const { runtime } = (await loadStack({ root: run.root, stack: kind })).spec;
    const missing = await answers(runtime).then(() => undefined, messageOf);
    if (missing === undefined) yield* measure(runtime, process, run);
    else run.say(`${kind}: not measured: ${missing}`);
  }
}

async function answers(runtime: RuntimeSpec): Promise<void> {
  switch (runtime.kind) {
    case "process":
      return;
    case "docker":
      return (await import("../runtimes/docker/client.ts")).mustAnswer(runtime.dockerHost);
    case "kubernetes":
      return (await import("../runtimes/kubernetes/client.ts")).mustAnswer(runtime);
  }
}

async function* measure(
  runtime: RuntimeSpec,
  process: ProcessTimes,
  run: BenchRun,
): AsyncGenerator<BenchLine, void> {
  const { kind } = runtime;
  await makeImages();
  run.say(`${kind}: a new stack: all gates, an \`up\` that changes nothing`);
  // Ports are free ones, and kept with the stack: a stack from nothing has others.
  await destroyStack(run);
  const { spec } = await loadStack({ root: run.root, stack: STACK });
  const set = valuesOf(runtime);
  const { gates } = await startStack(spec, run, set);
  yield against(line(`${kind}: all gates`, gates, "s"), process.gates);
  const noop = await noopSeconds(run, set);
  yield against(line(`${kind}: no-op up`, noop, "s"), process.noop);
}

/** What is to be built is not measured, and of a container that is its image. The stack must be up, wherever it runs. */
async function makeImages(): Promise<void> {
  const contained = (await readServices(placeIn(projectRoot(), STACK))).filter(({ name }) => !isOnHost(name));
  for (const program of new Set(contained.map(({ program }) => program))) await ensureImage({ program });
}

/** A runtime's section of a stack file, as `--set` takes it. */
function valuesOf(runtime: RuntimeSpec): string[] {
  const named = Object.entries({ kind: runtime.kind, ...placeOf(runtime) }).filter(
    ([, value]) => value !== undefined,
  );
  return named.map(([name, value]) => `runtime.${name}=${value}`);
}

/** Images are made, and the namespace and the size of volumes are any stack's. */
function placeOf(runtime: RuntimeSpec) {
  switch (runtime.kind) {
    case "process":
      return {};
    case "docker":
      return { dockerHost: runtime.dockerHost };
    case "kubernetes": {
      const { context, imageRegistry, kubeconfig, storageClass } = runtime;
      return { context, imageRegistry, kubeconfig, storageClass };
    }
  }
}
