import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { sha256 } from "../../lib/digest.ts";
import { TensoraError } from "../../lib/errors.ts";
import { exclusively } from "../../lib/lock.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import { request } from "./http.ts";
import { isAlive, signalGroup } from "./identity.ts";
import { layout } from "./layout.ts";
import { readSupervisor } from "./store.ts";
import { lastLines } from "./tail.ts";

/** Seconds that a supervisor may take to answer, on a machine that does other things as well. */
const PATIENCE = 20;
/** How one waits for another who starts it. */
const OTHERS = { patience: 60, every: 20 };
/** It does little: a small heap keeps it small. */
const NODE_FLAGS = ["--max-old-space-size=32", "--max-semi-space-size=1"];

const starting = new Map<string, Promise<void>>();

/**
 * Sees to it that a stack's supervisor runs, with the code that this project has now: one with other code hands over.
 * Any number of processes may call it at the same time.
 * @throws TensoraError when it does not start
 */
export async function ensureSupervisor(dir: string): Promise<void> {
  const known = starting.get(dir);
  if (known) return known;
  const started = ensure(dir).finally(() => starting.delete(dir));
  starting.set(dir, started);
  return started;
}

/** Whether a supervisor of this stack answers. */
export async function isSupervised(dir: string): Promise<boolean> {
  const record = readSupervisor(dir);
  return record !== undefined && isAlive(record.process) && (await answers(dir));
}

async function ensure(dir: string): Promise<void> {
  const code = codeHash();
  const isReady = async () => readSupervisor(dir)?.code === code && (await isSupervised(dir));
  if (await isReady()) return;
  fs.mkdirSync(layout.run(dir), { recursive: true, mode: 0o700 });
  await exclusively(path.join(layout.run(dir), "start.lock"), OTHERS, async () => {
    try {
      if (await isReady()) return;
      await retire(dir);
      launch(dir, code);
      await until("an answer from the supervisor", isReady, { deadline: PATIENCE, every: 10 });
    } catch (cause) {
      throw new TensoraError("the stack's supervisor did not start", {
        where: layout.supervisorLog(dir),
        next: (await lastLines(layout.supervisorLog(dir), 5)).map((line) => `its log: ${line}`),
        cause,
      });
    }
  });
}

/** Has a supervisor that runs end; one that does not answer is killed. The services go on in either case. */
async function retire(dir: string): Promise<void> {
  const former = readSupervisor(dir)?.process;
  if (!former || !isAlive(former)) return;
  await until("an answer from the previous supervisor", () => answers(dir), { deadline: PATIENCE, every: 50 })
    .then(() => request(dir, { method: "POST", path: "/hand-over", timeout: 5000 }))
    .catch(() => signalGroup(former, "SIGKILL"));
  await until("the previous supervisor to exit", async () => !isAlive(former), {
    deadline: PATIENCE,
    every: 10,
  });
}

function launch(dir: string, code: string): void {
  const log = layout.supervisorLog(dir);
  fs.mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const output = fs.openSync(log, "a", 0o600);
  try {
    // Its environment is not this process's: that one may hold secrets.
    const child = spawn(process.execPath, [...NODE_FLAGS, supervisorProgram(), dir, code], {
      cwd: dir,
      env: {},
      stdio: ["ignore", output, output],
      detached: true,
    });
    child.on("error", () => {});
    child.unref();
  } finally {
    fs.closeSync(output);
  }
}

const supervisorProgram = () => path.join(projectRoot(), ".build", "supervisor.cjs");

function codeHash(): string {
  const program = supervisorProgram();
  if (!fs.existsSync(program)) {
    throw new TensoraError("the supervisor's program is missing", {
      where: program,
      next: ["run `./tensora`, which builds it", "or `node scripts/bundle.mjs`"],
    });
  }
  return sha256(fs.readFileSync(program)).slice(0, 16);
}

async function answers(dir: string): Promise<boolean> {
  return request(dir, { method: "GET", path: "/services", timeout: 2000 }).then(
    () => true,
    () => false,
  );
}
