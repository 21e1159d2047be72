import fs from "node:fs";
import { findMarked, leadsGroup, type ProcessIdentity, signalGroup } from "../identity.ts";
import { layout } from "../layout.ts";
import {
  type Descriptor,
  type ExitInfo,
  markOf,
  type ServiceRecord,
  type ServiceStatus,
} from "../protocol.ts";
import { readRecord, statusOf, verified, writeDurably } from "../store.ts";
import { initialise } from "./init.ts";
import { adopt, halt, start, sweep, type Watched } from "./processes.ts";
import { type Ended, HISTORY, pauseAfter } from "./restarts.ts";
import { removeLogs } from "./rotate.ts";

/** One service of a stack: keeps its process running as the descriptor says. */
export class Supervised {
  #descriptor: Descriptor;
  #record: ServiceRecord;
  #watched: Watched | undefined;
  #init: ProcessIdentity | undefined;
  #history: Ended[] = [];
  #pause: NodeJS.Timeout | undefined;
  /** How often it was asked for: of a removal and a wish that cross, the wish counts. */
  wishes = 0;
  /** Whatever is done to a service is done after what was begun before. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly dir: string,
    descriptor: Descriptor,
    record: ServiceRecord,
    private readonly log: (message: string) => void,
  ) {
    this.#descriptor = descriptor;
    this.#record = record;
  }

  /** A service that nothing is known of yet. */
  static fresh(dir: string, descriptor: Descriptor, log: (message: string) => void): Supervised {
    return new Supervised(dir, descriptor, { state: "dead", restarts: 0 }, log);
  }

  /** A service that a former supervisor has left. Its process is adopted if it lives; a dead one waits for a client. */
  static left(dir: string, descriptor: Descriptor, log: (message: string) => void): Supervised {
    const service = new Supervised(dir, descriptor, verified(readRecord(dir, descriptor.name)), log);
    service.#adopt();
    return service;
  }

  get descriptor(): Descriptor {
    return this.#descriptor;
  }

  status(): ServiceStatus {
    return statusOf(this.dir, this.#descriptor, this.#record, true);
  }

  /** Runs the service by this descriptor: restarts it only if it has to, resolves when its process has been started. */
  put(descriptor: Descriptor): Promise<ServiceStatus> {
    this.wishes++;
    if (descriptor.digest !== this.#descriptor.digest) this.#interruptInit();
    return this.#enqueue(async () => {
      const same = descriptor.digest === this.#descriptor.digest;
      if (!(same && this.#watched)) await this.#halt();
      this.#descriptor = descriptor;
      writeDurably(layout.descriptor(this.dir, descriptor.name), descriptor);
      if (this.#watched) return this.status();
      this.#history = [];
      this.#note({ state: "starting", restarts: 0 });
      await this.#start();
      return this.status();
    });
  }

  stop(): Promise<void> {
    this.#interruptInit();
    return this.#enqueue(() => this.#halt());
  }

  /** Stops the service and removes all that this runtime keeps of it but a chain's folder. */
  remove(): Promise<void> {
    this.#interruptInit();
    return this.#enqueue(async () => {
      await this.#halt();
      const { name, init, data } = this.#descriptor;
      // A folder without an init holds no chain; that of a chain is a resource of its own.
      if (!init) fs.rmSync(data, { recursive: true, force: true });
      await removeLogs(layout.log(this.dir, name));
      fs.rmSync(layout.record(this.dir, name), { force: true });
      fs.rmSync(layout.descriptor(this.dir, name), { force: true });
    });
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  #note(change: Partial<ServiceRecord>): void {
    const { process: known, ...rest } = { ...this.#record, ...change };
    const lives = rest.state === "running" || rest.state === "stopping";
    this.#record = known && lives ? { ...rest, process: known } : rest;
    writeDurably(layout.record(this.dir, this.#descriptor.name), this.#record);
  }

  #adopt(): void {
    const { name } = this.#descriptor;
    const identity = this.#record.process ?? this.#unrecorded();
    if (!identity) return;
    this.log(`${name}: continues with process ${identity.pid}`);
    this.#note({ state: "running", process: identity });
    this.#watch(adopt(identity));
  }

  /** A supervisor that was killed between a start and the record of it has left a process without one. */
  #unrecorded(): ServiceRecord["process"] {
    const found = findMarked(markOf("run", this.dir, this.#descriptor.name)).find(leadsGroup);
    return found && { ...found, startedAt: new Date().toISOString() };
  }

  #watch(watched: Watched): void {
    const since = performance.now();
    this.#watched = watched;
    void watched.ended.then((exit) => {
      const ended = { at: performance.now(), ranFor: performance.now() - since };
      this.#inBackground(() => this.#ended(watched, exit, ended));
    });
  }

  async #start(): Promise<void> {
    const { name } = this.#descriptor;
    const failure = await initialise(this.dir, this.#descriptor, (init) => {
      this.#init = init;
    });
    this.#init = undefined;
    if (failure) return this.#giveUp("init-failed", failure);
    const started = await start(this.dir, this.#descriptor, "run", (identity) => {
      this.#note({ state: "running", process: identity });
    });
    if ("identity" in started) {
      this.log(`${name}: process ${started.identity.pid} runs`);
      this.#watch(started);
    } else if (started.problem) this.#giveUp("crash-loop", started);
    else this.#again(started, { at: performance.now(), ranFor: 0 });
  }

  async #ended(watched: Watched, exit: ExitInfo, ended: Ended): Promise<void> {
    if (this.#watched !== watched) return;
    this.#watched = undefined;
    this.#again(exit, ended);
  }

  /** Starts it again after a pause, unless it has ended too often. */
  #again(exit: ExitInfo, ended: Ended): void {
    this.#history = [...this.#history, ended].slice(-HISTORY);
    const pause = pauseAfter(this.#history);
    if (pause === undefined) {
      this.#giveUp("crash-loop", exit);
      return;
    }
    this.log(`${this.#descriptor.name}: ${words(exit)}; restarts in ${pause} ms`);
    this.#note({ state: "restarting", lastExit: exit });
    this.#pause = setTimeout(() => {
      this.#inBackground(async () => {
        if (this.#record.state !== "restarting") return;
        this.#note({ state: "starting", restarts: this.#record.restarts + 1 });
        await this.#sweep();
        await this.#start();
      });
    }, pause);
  }

  #giveUp(state: "init-failed" | "crash-loop", exit: ExitInfo): void {
    this.log(`${this.#descriptor.name}: ${state}: ${words(exit)}`);
    this.#note({ state, lastExit: exit });
  }

  async #halt(): Promise<void> {
    clearTimeout(this.#pause);
    const watched = this.#watched;
    const { name, stop } = this.#descriptor;
    if (watched) {
      // The end of a process that is halted is not followed by a restart.
      this.#watched = undefined;
      this.#note({ state: "stopping" });
      const exit = await halt(watched, stop).catch((error) => {
        this.#watch(watched);
        throw error;
      });
      this.log(`${name}: stopped, ${words(exit)}`);
      this.#note({ state: "stopped", lastExit: exit });
    } else if (["restarting", "starting"].includes(this.#record.state)) this.#note({ state: "stopped" });
    await this.#sweep();
  }

  /** What is not wanted any more need not be waited for: it is done again from the start when it is. */
  #interruptInit(): void {
    if (this.#init) signalGroup(this.#init, "SIGKILL");
  }

  #sweep(): Promise<void> {
    return sweep(this.dir, this.#descriptor.name, ["run", "init"]);
  }

  #inBackground(work: () => Promise<void>): void {
    this.#enqueue(work).catch((error) => this.log(`${this.#descriptor.name}: ${String(error)}`));
  }
}

const words = ({ code, signal, problem }: ExitInfo) =>
  problem ?? (signal ? `ended by ${signal}` : `ended with exit code ${code ?? "unknown"}`);
