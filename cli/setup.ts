import fs from "node:fs";
import type { Configuration } from "../config/defaults.ts";
import { TensoraError } from "../lib/errors.ts";
import { contractsBuilt } from "../toolchain/contracts/contracts.ts";
import {
  ensureContracts,
  ensurePrograms,
  ensureProtocol,
  type ProgressEvent,
  TOOL_NAMES,
} from "../toolchain/index.ts";
import { PAGE_SOURCES } from "../programs/console/sources.ts";
import { consolePage, ensureConsole } from "../toolchain/console.ts";
import { programFile } from "../toolchain/lookup.ts";
import { CLUSTER_TOOLS, MONITORING_TOOLS, type ToolName, usualTime } from "../toolchain/programs.ts";
import { Ticker } from "../toolchain/progress.ts";
import type { Interrupts } from "./interrupt.ts";
import { root, type StackOptions } from "./request.ts";
import type { View } from "./ui/view.ts";

const isMade = (tools: readonly ToolName[]) => tools.every((name) => fs.existsSync(programFile(name)));
const isSetUp = () => contractsBuilt() && isMade(TOOL_NAMES) && fs.existsSync(consolePage(PAGE_SOURCES));

/**
 * Builds what is missing, with progress. The configuration is checked first: nobody should wait for minutes to hear of
 * a typing error.
 * @throws ConfigError, or what the toolchain throws; TensoraError when the user interrupts
 */
export async function setUp(
  options: StackOptions,
  view: View,
  { polite }: Pick<Interrupts, "polite">,
): Promise<void> {
  if (isSetUp() && isMade([...CLUSTER_TOOLS, ...MONITORING_TOOLS])) return;
  const { checkStack } = await import("../config/index.ts");
  const { config } = await checkStack({ root: root(), stack: options.stack, set: options.set ?? [] });
  const wanted = toolsFor(config);
  if (isSetUp() && isMade(wanted)) return;
  const show = (event: ProgressEvent) => view.show({ kind: "setup", ...event, usual: usualTime(event.what) });
  const built = ensureContracts(show)
    .then(() => ensureProtocol(show))
    .then(() => ensurePrograms([...TOOL_NAMES, ...wanted], show))
    .then(() => ensureConsole(PAGE_SOURCES, new Ticker("the console's page", show)));
  await Promise.race([built, interruptedBy(polite)]);
}

/** What a stack needs besides: charts are rendered with helm; crane speaks to registries. */
function toolsFor({ runtime: { kind, images }, monitoring }: Configuration): readonly ToolName[] {
  const watching = monitoring.enabled ? MONITORING_TOOLS : [];
  if (kind === "kubernetes") return [...CLUSTER_TOOLS, ...watching];
  return images === "official" ? ["crane", ...watching] : watching;
}

/** The compiler is ended with this process, and goes on from its own cache next time. */
const interruptedBy = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const next = ["run it again: builds continue where they stopped"];
    const stop = () => reject(new TensoraError("setup was interrupted", { next }));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
