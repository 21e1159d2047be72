import { deleteUnwanted } from "./deploy/delete.ts";
import { Health } from "./deploy/health.ts";
import { adoptInterrupted, announceInterrupted, Interrupted } from "./deploy/interrupted.ts";
import { ProgramRun } from "./deploy/program.ts";
import { Providers } from "./deploy/providers.ts";
import { refreshResources } from "./deploy/refresh.ts";
import type { Run } from "./deploy/run.ts";
import { Slots } from "./deploy/slots.ts";
import { StepRunner } from "./deploy/steps.ts";
import type { EngineResult, OperationKind, Phase } from "./events.ts";
import { Targets } from "./model/targets.ts";
import { isProviderType, packageOfProvider, STACK_TYPE } from "./model/urn.ts";
import { DEFAULT_PARALLEL, type EngineOptions, type Seams } from "./options.ts";
import { PluginLauncher } from "./plugin/launcher.ts";
import { launchProgram, type RunningProgram } from "./program/launch.ts";
import { type EngineService, serveEngine } from "./program/service.ts";
import {
  hasSecure,
  readStackFile,
  resolveConfig,
  type StackConfig,
  type StackFile,
} from "./project/config.ts";
import { type Project, readProject } from "./project/project.ts";
import { PassphraseKey } from "./secrets/passphrase.ts";
import type { Checkpoint } from "./state/checkpoint.ts";
import { lockStack } from "./state/lock.ts";
import { Snapshot, withoutDanglingReferences } from "./state/snapshot.ts";
import { openResource, openResources, SnapshotText, StateFolder } from "./state/store.ts";
import { BatchedWriter } from "./state/writer.ts";
import { hasSecret } from "./wire.ts";

/** Runs one operation from reading the project to the last write. Failures are in the result; it does not throw. */
export async function operate(
  kind: OperationKind,
  options: EngineOptions,
  seams: Seams = {},
): Promise<EngineResult> {
  const operation = new EngineOperation(kind, options, seams);
  const result = await operation.run();
  options.onEvent({ kind: "end", result });
  return result;
}

/** The project's own plugins, and those that the last deployment had. */
function packagesOf(project: Project, { resources }: Checkpoint): Set<string> {
  const recorded = resources.filter(({ type }) => isProviderType(type));
  return new Set([
    ...project.plugins.map(({ name }) => name),
    ...recorded.map(({ type }) => packageOfProvider(type)),
  ]);
}

class EngineOperation {
  readonly #began = performance.now();
  readonly #health = new Health();
  readonly #closers: (() => void | Promise<void>)[] = [];
  readonly #said = new Map<string, string>();
  #steps: StepRunner | undefined;
  #outputs: Record<string, unknown> = {};

  constructor(
    private readonly kind: OperationKind,
    private readonly options: EngineOptions,
    private readonly seams: Seams,
  ) {}

  async run(): Promise<EngineResult> {
    try {
      await this.#operate();
    } catch (error) {
      this.#health.fail(error);
    }
    await this.#health.end(this.#closers.reverse());
    return {
      ok: this.#health.errors.length === 0 && !this.#health.cancelled,
      cancelled: this.#health.cancelled,
      counts: this.#steps?.counts ?? {},
      outputs: this.#outputs,
      errors: this.#health.errors,
      durationMs: Math.round(performance.now() - this.#began),
    };
  }

  async #operate(): Promise<void> {
    const { root, stack, builtin } = this.options;
    const project = { ...(await readProject(root)), builtin };
    const stackFile = await readStackFile(project, stack);
    const folder = new StateFolder(project.stateRoot, project.name, stack);
    if (!this.#dryRun) this.#closers.push(await lockStack(folder.lockFolder));
    const checkpoint = await folder.read();
    this.#phase("state");
    const keys = this.#keys(stackFile, checkpoint);
    const program = this.#programRun(project);
    const service = await serveEngine(program);
    this.#closers.push(() => service.close());
    const launcher = this.#launcher(project, service);
    this.#listenToSignals(launcher);
    const configuring = this.#configure(project, stackFile, keys.own);
    const wantsProgram = this.kind === "up" || this.kind === "preview";
    if (wantsProgram || checkpoint.resources.length > 0) {
      for (const name of packagesOf(project, checkpoint)) launcher.startEarly(name);
    }
    const running = wantsProgram ? await this.#startProgram(project, service, await configuring) : undefined;
    try {
      const run = await this.#prepare(project, folder, checkpoint, keys, launcher, await configuring);
      if (running) await this.#runProgram(run, program, running);
      else await this.#runWithoutProgram(run);
      await this.#health.drained();
      await this.#steps?.flush();
      this.#phase("saved");
    } finally {
      running?.end();
    }
  }

  get #dryRun(): boolean {
    return this.kind === "preview";
  }

  #phase(phase: Phase): void {
    this.options.onEvent({ kind: "phase", phase, ms: Math.round(performance.now() - this.#began) });
  }

  /** The key for what is written, and the one that opens what is recorded; mostly the same. */
  #keys(stackFile: StackFile, checkpoint: Checkpoint): { own: PassphraseKey; recorded: PassphraseKey } {
    const { passphrase } = this.options;
    const own = new PassphraseKey(stackFile.encryptionSalt ?? checkpoint.salt, passphrase);
    const same = checkpoint.salt === undefined || own.salt === checkpoint.salt;
    const recorded = same ? own : new PassphraseKey(checkpoint.salt, passphrase);
    // Deriving begins now, on another thread, while the program and the plugins start.
    if (hasSecure(stackFile.config)) own.ready().catch(() => undefined);
    const all = [...checkpoint.resources, ...checkpoint.operations.map(({ resource }) => resource)];
    if (all.some(({ inputs, outputs }) => hasSecret(inputs) || hasSecret(outputs))) {
      recorded.ready().catch(() => undefined);
    }
    return { own, recorded };
  }

  #configure(project: Project, stackFile: StackFile, key: PassphraseKey): Promise<StackConfig> {
    const overrides = this.options.overrides ?? {};
    const configuring = resolveConfig(project, stackFile, overrides, (text) => key.decrypt(text));
    configuring.catch(() => undefined);
    return configuring;
  }

  #programRun(project: Project): ProgramRun {
    return new ProgramRun({
      project: project.name,
      stack: this.options.stack,
      dryRun: this.#dryRun,
      parallel: this.options.parallel ?? DEFAULT_PARALLEL,
      health: this.#health,
      said: this.#said,
      emit: this.options.onEvent,
      onRegistered: () => this.#phase("registrations"),
    });
  }

  #launcher(project: Project, service: EngineService): PluginLauncher {
    const launcher = new PluginLauncher({
      project,
      engineAddress: service.address,
      environment: environment(),
      onLine: (pkg, line) => this.#logLine("plugin", `${pkg}: ${line}`),
      launch: this.seams.launchPlugin,
    });
    this.#closers.push(() => launcher.close());
    return launcher;
  }

  #logLine(source: "program" | "plugin", message: string): void {
    const severity = source === "program" ? "info" : "debug";
    this.options.onEvent({ kind: "log", severity, message, source, ephemeral: false });
  }

  #listenToSignals(launcher: PluginLauncher): void {
    const listen = (signal: AbortSignal | undefined, react: () => void) => {
      if (!signal) return;
      if (signal.aborted) react();
      signal.addEventListener("abort", react);
      this.#closers.push(() => signal.removeEventListener("abort", react));
    };
    listen(this.options.signal, () => this.#health.cancel());
    listen(this.options.urgentSignal, () => {
      this.#health.cancel();
      void launcher.cancel();
    });
  }

  async #startProgram(
    project: Project,
    service: EngineService,
    config: StackConfig,
  ): Promise<RunningProgram> {
    this.#health.throwIfStopped();
    const launch = this.seams.launchProgram ?? launchProgram;
    const running = launch({
      project,
      stack: this.options.stack,
      config,
      engineAddress: service.address,
      dryRun: this.#dryRun,
      parallel: this.options.parallel ?? DEFAULT_PARALLEL,
      environment: environment(),
      onLine: (line) => this.#logLine("program", line),
    });
    this.#phase("program");
    return running;
  }

  async #prepare(
    project: Project,
    folder: StateFolder,
    checkpoint: Checkpoint,
    keys: { own: PassphraseKey; recorded: PassphraseKey },
    launcher: PluginLauncher,
    config: StackConfig,
  ): Promise<Run> {
    const resources = await openResources(checkpoint.resources, keys.recorded);
    const operations = await Promise.all(
      checkpoint.operations.map(async ({ type, resource }) => ({
        type,
        resource: await openResource(resource, keys.recorded),
      })),
    );
    const snapshot = new Snapshot(resources, operations);
    const { stack, parallel = DEFAULT_PARALLEL, onEvent } = this.options;
    this.#steps = new StepRunner({
      dryRun: this.#dryRun,
      parallel,
      snapshot,
      health: this.#health,
      emit: onEvent,
      save: this.#saver(folder, snapshot, keys.own),
    });
    onEvent({
      kind: "begin",
      operation: this.kind,
      project: project.name,
      stack,
      resources: resources.length,
    });
    this.#outputs = resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
    const run: Run = {
      scope: { project: project.name, stack },
      dryRun: this.#dryRun,
      config,
      snapshot,
      health: this.#health,
      steps: this.#steps,
      providers: new Providers(launcher, snapshot),
      interrupted: new Interrupted(snapshot),
      said: this.#said,
      targets: new Targets(this.options.targets),
      questions: new Slots(parallel),
      emit: onEvent,
    };
    announceInterrupted(run);
    return run;
  }

  #saver(folder: StateFolder, snapshot: Snapshot, key: PassphraseKey): () => Promise<void> {
    const text = new SnapshotText(folder.name, key);
    let backedUp: Promise<void> | undefined;
    const writer = new BatchedWriter(async () => {
      const parts = await text.parts(snapshot);
      backedUp ??= folder.backUp();
      await backedUp;
      await this.seams.onWrite?.("before");
      await folder.write(text.format(parts));
      await this.seams.onWrite?.("after");
    });
    return () => writer.save();
  }

  async #runProgram(run: Run, program: ProgramRun, running: RunningProgram): Promise<void> {
    if (this.options.refresh) await this.#refresh(run);
    const registrar = program.begin(run);
    await program.finish(running, run, registrar);
    if (registrar.stackOutputs) this.#outputs = registrar.stackOutputs;
    this.#phase("deletes");
  }

  async #runWithoutProgram(run: Run): Promise<void> {
    if (this.kind === "refresh" || this.options.refresh) await this.#refresh(run);
    if (this.kind === "refresh") run.targets.refuseUnmet();
    if (this.kind !== "destroy" || this.#health.stopped) return;
    await adoptInterrupted(run, new Set());
    this.#health.throwIfStopped();
    await deleteUnwanted(run);
    if (this.#health.stopped) return;
    run.steps.markChanged();
    if (!run.targets.restrict) this.#outputs = {};
    this.#phase("deletes");
  }

  async #refresh(run: Run): Promise<void> {
    await refreshResources(run);
    run.snapshot.normalise(withoutDanglingReferences);
    this.#phase("refresh");
  }
}

/** What programs and plugins inherit: everything but the passphrase. */
function environment(): NodeJS.ProcessEnv {
  const { PULUMI_CONFIG_PASSPHRASE: _, PULUMI_CONFIG_PASSPHRASE_FILE: __, ...rest } = process.env;
  return rest;
}
