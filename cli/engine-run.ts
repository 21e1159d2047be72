import path from "node:path";
import type { EngineOptions, EngineResult, OperationKind } from "../engine/index.ts";
import type { Interrupts } from "./interrupt.ts";
import { namingStack } from "../lib/advice.ts";
import { chosenEngine } from "./pulumi/find.ts";
import { type EngineName, ownPassphrase, root, type StackOptions, placeOf } from "./request.ts";
import { refuseElsewhere } from "../stack/read.ts";
import type { View } from "./ui/view.ts";

/**
 * Runs an operation by the engine that was chosen, and shows what it does.
 * @throws ConfigError with all problems of the configuration, or TensoraError when there is no such stack, or when its state
 * is of another folder
 */
export async function runEngine(
  operation: OperationKind,
  options: StackOptions,
  view: View,
  interrupts: Pick<Interrupts, "polite" | "urgent">,
): Promise<EngineResult> {
  await refuseCopied(options.stack);
  const result = await runBy(await chosenEngine(options), operation, options, view, interrupts);
  const errors = result.errors.map((error) => ({
    ...error,
    message: namingStack(error.message, options.stack),
  }));
  return { ...result, errors };
}

async function runBy(
  engine: EngineName,
  operation: OperationKind,
  options: StackOptions,
  view: View,
  interrupts: Pick<Interrupts, "polite" | "urgent">,
): Promise<EngineResult> {
  if (engine === "embedded") return runEmbedded(operation, options, view, interrupts);
  const { stack, set = [] } = options;
  const { checkStack } = await import("../config/index.ts");
  if (operation === "up" || operation === "preview") await checkStack({ root: root(), stack, set });
  const { runPulumi } = await import("./pulumi/run.ts");
  return runPulumi(operation, options, await overrides(set), view, interrupts);
}

/** A state that cannot be read is the engine's to tell of. @throws TensoraError as {@link refuseElsewhere} does */
export async function refuseCopied(stack: string): Promise<void> {
  const { readStack } = await import("../engine/index.ts");
  const snapshot = await readStack(root(), stack).catch(() => undefined);
  if (snapshot) refuseElsewhere(placeOf(stack), snapshot);
}

/**
 * Runs the embedded engine. Before the program has begun to run the configuration is checked
 * here: beside the start of the program that costs no time, and its problems are told better.
 * @throws ConfigError with all problems of the configuration, or TensoraError when there is no such stack
 */
async function runEmbedded(
  operation: OperationKind,
  { stack, set = [], target, refresh }: StackOptions,
  view: View,
  { polite, urgent }: Pick<Interrupts, "polite" | "urgent">,
): Promise<EngineResult> {
  const engine = await import("../engine/index.ts");
  const refused = new AbortController();
  let problem: unknown;
  const check = async () => {
    const { checkStack } = await import("../config/index.ts");
    await checkStack({ root: root(), stack, set }).catch((error: unknown) => {
      problem = error;
      refused.abort();
    });
  };
  let checked: Promise<void> | undefined;
  const options: EngineOptions = {
    root: root(),
    builtin: path.join(root(), "provider", "builtin"),
    stack,
    passphrase: ownPassphrase,
    overrides: await overrides(set),
    targets: target,
    refresh,
    signal: AbortSignal.any([polite, refused.signal]),
    urgentSignal: urgent,
    onEvent(event) {
      if (event.kind === "phase" && event.phase === "program") checked = check();
      view.show(event);
    },
  };
  const result = await engine[operation](options);
  await checked;
  if (problem !== undefined) throw problem;
  return result;
}

async function overrides(set: readonly string[]): Promise<Record<string, unknown>> {
  if (set.length === 0) return {};
  const { overridesOf } = await import("../config/index.ts");
  return overridesOf(set);
}
