import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseDocument } from "yaml";
import { readStackFile } from "../../config/stack-file.ts";
import {
  type EngineError,
  type EngineResult,
  nameOfUrn,
  type OperationKind,
  readStack,
  STACK_TYPE,
  typeOfUrn,
} from "../../engine/index.ts";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import type { Interrupts } from "../interrupt.ts";
import { ownPassphrase, root, type StackOptions } from "../request.ts";
import { onTerminal } from "../ui/ask.ts";
import type { View } from "../ui/view.ts";
import { countsOf, Translator } from "./events.ts";

/**
 * Runs the same program by the Pulumi CLI, through Pulumi's own Automation API, and tells of it as the embedded engine
 * does. State, stack file, provider plugin and passphrase are the same.
 */
export async function runPulumi(
  operation: OperationKind,
  options: StackOptions,
  overrides: Record<string, unknown>,
  view: View,
  { polite }: Pick<Interrupts, "polite">,
): Promise<EngineResult> {
  const began = performance.now();
  const stack = await select(options.stack);
  const translator = new Translator();
  let counts: EngineResult["counts"] = {};
  const config = await configFile(options.stack, overrides);
  const request = {
    color: "never" as const,
    refresh: options.refresh ?? false,
    target: await urnsOf(options),
    ...(config ? { configFile: config.file } : {}),
    // In a terminal Ctrl-C reaches the CLI by itself; a second one ends it at once.
    ...(onTerminal() ? {} : { signal: polite }),
    onEvent(event: Parameters<Translator["translate"]>[0]) {
      if (event.summaryEvent) counts = countsOf(event.summaryEvent.resourceChanges as Record<string, number>);
      const shown = translator.translate(event);
      if (shown) view.show(shown);
    },
  };
  let failure: unknown;
  try {
    if (operation === "up") await stack.up(request);
    else if (operation === "preview") await stack.preview(request);
    else if (operation === "refresh") await stack.refresh(request);
    else await stack.destroy(request);
  } catch (error) {
    failure = error;
  } finally {
    await config?.remove();
  }
  const errors = failure === undefined ? [] : errorsOf(translator, failure);
  const { resources } = await readStack(root(), options.stack, ownPassphrase);
  return {
    ok: failure === undefined,
    cancelled: polite.aborted,
    counts,
    outputs: resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
    errors,
    durationMs: Math.round(performance.now() - began),
  };
}

/** @throws TensoraError when the CLI is too old, or refuses the stack */
async function select(stackName: string) {
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const envVars = { PULUMI_CONFIG_PASSPHRASE: await ownPassphrase() };
  try {
    return await LocalWorkspace.createOrSelectStack({ workDir: root(), stackName }, { envVars });
  } catch (error) {
    throw new TensoraError("the Pulumi CLI cannot work with this stack", {
      where: `stack ${stackName}`,
      cause: new Error(ownWords(error)),
      next: ["correct this, or use the embedded engine: `--engine embedded`"],
    });
  }
}

/** What the CLI says of a failure, without the Automation API's protocol of its call. */
function ownWords(failure: unknown): string {
  const text = messageOf(failure);
  const said = text.split("\n").flatMap((line) => /^error: (.*)/.exec(line)?.[1] ?? []);
  return said.length === 0 ? text : [...new Set(said)].join("\n");
}

/** What failed, each with its resource; the CLI's own words where no resource has failed. */
function errorsOf({ failures }: Translator, failure: unknown): EngineError[] {
  const named = [...failures].filter(([, message]) => message !== "");
  if (named.length === 0) return [{ message: ownWords(failure) }];
  return named.map(([urn, message]) =>
    urn === "" || typeOfUrn(urn) === STACK_TYPE
      ? { message }
      : { message, urn, name: nameOfUrn(urn), type: typeOfUrn(urn) },
  );
}

/** The CLI knows targets by URN only. */
async function urnsOf({ stack, target = [] }: StackOptions): Promise<string[]> {
  if (target.every((name) => name.startsWith("urn:"))) return target;
  const { resources } = await readStack(root(), stack);
  return target.flatMap((name) => {
    const urns = resources.map(({ urn }) => urn).filter((urn) => nameOfUrn(urn) === name);
    return urns.length > 0 ? urns : [name];
  });
}

/**
 * What `--set` changes goes into a copy of the stack file: the CLI's own option would change the file itself.
 * @returns undefined when nothing is changed
 */
async function configFile(stack: string, overrides: Record<string, unknown>) {
  const changes = Object.entries(overrides);
  if (changes.length === 0) return undefined;
  const document = parseDocument(await fs.readFile((await readStackFile(root(), stack)).file, "utf8"));
  for (const [dotted, value] of changes) {
    const [head = "", ...rest] = dotted.split(".");
    document.setIn(["config", `tensora:${head}`, ...rest], value);
  }
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-config-"));
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  await fs.writeFile(file, document.toString(), { mode: 0o600 });
  return { file, remove: () => fs.rm(folder, { recursive: true, force: true }) };
}
