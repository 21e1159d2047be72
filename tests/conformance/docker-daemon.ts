import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { until } from "../../lib/wait.ts";
import { mustAnswer } from "../../runtimes/docker/client.ts";
import { ensurePackaged } from "../../toolchain/debian.ts";

const USUAL = "unix:///var/run/docker.sock";
/** Seconds that a daemon has to answer. */
const PATIENCE = 60;

export interface Daemon {
  host: string;
  /** Ends and starts it again, where it is this test's own. */
  restart?(): Promise<void>;
  end(): Promise<void>;
}

/** A real Docker daemon: this machine's where one answers, else one of the test's own, with nothing left after it. */
export async function dockerDaemon(): Promise<Daemon> {
  const there = await mustAnswer(USUAL).then(
    () => true,
    () => false,
  );
  if (there) return { host: USUAL, end: async () => {} };
  await ensurePackaged("dockerd", "docker.io");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-docker-"));
  const host = `unix://${dir}/docker.sock`;
  let daemon = await started(dir, host);
  return {
    host,
    async restart() {
      await ended(daemon);
      daemon = await started(dir, host);
    },
    async end() {
      await ended(daemon);
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function started(dir: string, host: string) {
  const log = fs.openSync(path.join(dir, "dockerd.log"), "a");
  const folders = ["--data-root", `${dir}/data`, "--exec-root", `${dir}/exec`, "--pidfile", `${dir}/pid`];
  const daemon = spawn("dockerd", ["--host", host, ...folders], { stdio: ["ignore", log, log] });
  fs.closeSync(log);
  const giveUp = () =>
    daemon.exitCode === null ? undefined : new Error(fs.readFileSync(`${dir}/dockerd.log`, "utf8"));
  await until("dockerd to answer", () => mustAnswer(host).then(() => true), {
    deadline: PATIENCE,
    every: 200,
    giveUp,
  });
  return daemon;
}

async function ended(daemon: ReturnType<typeof spawn>): Promise<void> {
  daemon.kill("SIGTERM");
  const gone = async () => daemon.exitCode !== null || daemon.signalCode !== null;
  await until("dockerd's end", gone, { deadline: PATIENCE, every: 100 });
}
