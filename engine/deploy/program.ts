import type { EngineEvent, Severity } from "../events.ts";
import type { Goal } from "../model/resource.ts";
import { nameOfUrn, typeOfUrn } from "../model/urn.ts";
import { EXIT_AFTER_LOGGING, type ProgramExit, type RunningProgram } from "../program/launch.ts";
import type { Deployment } from "../program/service.ts";
import { UNKNOWN } from "../wire.ts";
import { deleteUnwanted } from "./delete.ts";
import type { Health } from "./health.ts";
import { adoptInterrupted } from "./interrupted.ts";
import { invoke, readExternal } from "./read.ts";
import { Registrar } from "./register.ts";
import type { Run } from "./run.ts";

export interface ProgramOptions {
  project: string;
  stack: string;
  dryRun: boolean;
  parallel: number;
  health: Health;
  said: Map<string, string>;
  emit(event: EngineEvent): void;
  /** The program has ended well: everything is registered. */
  onRegistered(): void;
}

/** Milliseconds that a program has to end after it was answered that all is done. */
const END_DEADLINE_MS = 10_000;

/**
 * One run of the program. Its calls may come before the state is read: they wait for `begin`.
 */
export class ProgramRun implements Deployment {
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly #health: Health;
  readonly #ready: Promise<{ run: Run; registrar: Registrar }>;
  #begin!: (parts: { run: Run; registrar: Registrar }) => void;
  #answer!: (answer: () => void) => void;
  readonly #success = new Promise<() => void>((resolve) => {
    this.#answer = resolve;
  });
  /** Errors that the program has logged: they say why it failed, if no step did. */
  readonly #logged: { message: string; urn: string | undefined }[] = [];

  constructor(private readonly options: ProgramOptions) {
    this.project = options.project;
    this.stack = options.stack;
    this.dryRun = options.dryRun;
    this.parallel = options.parallel;
    this.#health = options.health;
    this.#ready = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** Lets registrations begin. */
  begin(run: Run): Registrar {
    const registrar = new Registrar(run);
    this.#begin({ run, registrar });
    return registrar;
  }

  /** Waits for the program's end; if it succeeded, deletes what it no longer wants, then lets it go. */
  async finish(program: RunningProgram, run: Run, registrar: Registrar): Promise<void> {
    this.#health.onStopped(() => program.end());
    const ended = program.exited.then((exit) => ({ exit, answer: undefined }));
    const succeeded = this.#success.then((answer) => ({ exit: undefined, answer }));
    const first = await Promise.race([ended, succeeded]);
    await this.#health.drained();
    if (first.exit) this.#judge(first.exit);
    else if (!this.#health.stopped) await this.#deleteUnwanted(run, registrar);
    await this.#health.drained();
    first.answer?.();
    const force = setTimeout(() => program.end(), END_DEADLINE_MS);
    await program.exited;
    clearTimeout(force);
  }

  async #deleteUnwanted(run: Run, registrar: Registrar): Promise<void> {
    this.options.onRegistered();
    try {
      await adoptInterrupted(run, registrar.registered);
      run.health.throwIfStopped();
      await deleteUnwanted(run);
    } catch (error) {
      this.#health.fail(error);
    }
  }

  /** A program that ended without saying that it succeeded has failed, unless it was ended. */
  #judge(exit: ProgramExit): void {
    if (this.#health.stopped) return;
    for (const { message, urn } of this.#logged) {
      this.#health.fail(message, urn ? { urn, name: nameOfUrn(urn), type: typeOfUrn(urn) } : undefined);
    }
    if (this.#logged.length > 0 && exit.code === EXIT_AFTER_LOGGING) return;
    if (this.#health.stopped) return;
    const how = exit.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit.code}`;
    this.#health.fail([`the program ${how}`, ...exit.lastLines].join("\n  | "));
  }

  async register(goal: Goal) {
    const { registrar } = await this.#ready;
    const state = await registrar.register(goal);
    const id = state.id === UNKNOWN ? "" : (state.id ?? "");
    return { urn: state.urn, id, outputs: state.outputs };
  }

  async registerOutputs(urn: string, outputs: Record<string, unknown>): Promise<void> {
    const { registrar } = await this.#ready;
    registrar.registerOutputs(urn, outputs);
  }

  async read(goal: Parameters<Deployment["read"]>[0]) {
    const { run, registrar } = await this.#ready;
    return readExternal(run, registrar, goal);
  }

  async invoke(goal: Parameters<Deployment["invoke"]>[0]) {
    const { run, registrar } = await this.#ready;
    return invoke(run, registrar, goal);
  }

  log(severity: Severity, message: string, urn: string | undefined, ephemeral: boolean): void {
    if (ephemeral && urn !== undefined) this.options.said.set(urn, message);
    if (severity === "error" && !ephemeral) this.#logged.push({ message, urn });
    this.options.emit({ kind: "log", severity, message, source: "program", urn, ephemeral });
  }

  succeeded(answer: () => void): void {
    this.#answer(answer);
  }

  failed(error: unknown): void {
    this.#health.fail(error);
  }
}
