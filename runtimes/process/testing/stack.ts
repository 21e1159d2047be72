import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { until } from "../../../lib/wait.ts";
import { deleteService, getService, listServices, type ServiceState } from "../client.ts";
import { isAlive, type ProcessIdentity } from "../identity.ts";
import type { Descriptor } from "../protocol.ts";
import { readRecord, readSupervisor } from "../store.ts";

/** A stack's folder of a test, and what tests ask of it. */
export class TestStack {
  readonly dir: string;
  readonly #base: string;

  /** @param inner a folder inside, for a path longer than a socket's address may be */
  constructor(inner = "") {
    this.#base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-supervisor-")));
    this.dir = this.#base + inner;
    fs.mkdirSync(this.dir, { recursive: true });
  }

  /** A service whose program is a small script. */
  script(name: string, source: string, change: Partial<Descriptor> = {}): Descriptor {
    return {
      name,
      program: process.execPath,
      args: ["-e", source],
      env: {},
      secretEnv: {},
      data: path.join(this.dir, "data", name),
      stop: { order: 1, grace: 20, signal: "SIGTERM" },
      digest: source,
      ...change,
    };
  }

  async reaches(name: string, state: ServiceState) {
    return until(
      `${name} to be ${state}`,
      async () => {
        const status = await getService(this.dir, name);
        return status?.state === state ? status : undefined;
      },
      { deadline: 40, every: 20 },
    );
  }

  async pid(name: string): Promise<number> {
    const pid = (await getService(this.dir, name))?.pid;
    if (pid === undefined) throw new Error(`${name} has no process`);
    return pid;
  }

  supervisor(): ProcessIdentity {
    const record = readSupervisor(this.dir);
    if (!record) throw new Error("there is no supervisor");
    return record.process;
  }

  async kill(identity: ProcessIdentity): Promise<void> {
    process.kill(identity.pid, "SIGKILL");
    await gone(identity);
  }

  async killService(name: string): Promise<void> {
    const known = readRecord(this.dir, name)?.process;
    if (!known) throw new Error(`${name} has no process`);
    await this.kill(known);
  }

  file(...names: string[]): string {
    return path.join(this.dir, ...names);
  }

  async clear(): Promise<void> {
    for (const { name } of await listServices(this.dir)) await deleteService(this.dir, name);
    fs.rmSync(this.#base, { recursive: true, force: true });
  }
}

export const gone = (identity: ProcessIdentity) =>
  until(`the end of process ${identity.pid}`, async () => !isAlive(identity), { deadline: 20, every: 10 });
