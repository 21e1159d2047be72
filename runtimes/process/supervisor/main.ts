/**
 * The supervisor of one stack: `node supervisor.cjs <stack folder> <hash of this code>`. Started by `../start.ts`,
 * which sees to it that there is one at a time.
 */
import fs from "node:fs";
import { identityOf, isAlive } from "../identity.ts";
import { layout, SOCKET } from "../layout.ts";
import type { SupervisorRecord } from "../protocol.ts";
import { readSupervisor, writeDurably } from "../store.ts";
import { createServer } from "./server.ts";
import { Stack } from "./stack.ts";

/** Milliseconds between two rounds of log rotation and of the look whether the folder is still this process's. */
const ROUND = 5000;
/** Rounds after which a supervisor that was given nothing to do ends. */
const IDLE_ROUNDS = 12;
/** Milliseconds from one look for secrets in what services have logged to the next. */
const COVER = 200;

const [folder, code] = process.argv.slice(2);
if (folder === undefined || code === undefined) throw new Error("usage: supervisor <stack folder> <hash>");
const dir = fs.realpathSync(folder);

process.umask(0o077);
const log = (message: string) => process.stdout.write(`${new Date().toISOString()} ${message}\n`);

const former = readSupervisor(dir);
if (former && former.process.pid !== process.pid && isAlive(former.process)) {
  throw new Error(`process ${former.process.pid} already supervises this stack`);
}
const own = identityOf(process.pid);
if (!own) throw new Error("cannot find this process in /proc");
writeDurably(layout.supervisor(dir), { process: own, code } satisfies SupervisorRecord);

const stack = new Stack(dir, log);
const server = createServer(stack, { handOver: () => end("handing over"), leave: () => leaveIfEmpty() });

// Relative to the folder: the address of a socket is limited to 108 bytes, a path is not.
process.chdir(layout.run(dir));
fs.rmSync(SOCKET, { force: true });
server.listen(SOCKET, () => log(`supervising, process ${process.pid}`));
server.on("error", (error) => {
  log(`cannot listen: ${error.message}`);
  process.exit(1);
});

let idle = 0;
setInterval(() => void round().catch((error) => log(`round failed: ${String(error)}`)), ROUND);
void coverAgain();
// The services go on; the next supervisor adopts them.
process.on("SIGTERM", () => end("asked to stop"));
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

async function round(): Promise<void> {
  if (!fs.existsSync(layout.run(dir))) {
    // Somebody has removed the stack's folder: what runs in it can be of no use and would never be found again.
    await stack.stop().catch(() => {});
    fs.rmSync(layout.run(dir), { recursive: true, force: true });
    removeIfEmpty(dir);
    process.exit(0);
  }
  if (readSupervisor(dir)?.process.pid !== process.pid) process.exit(0);
  await stack.rotateLogs();
  idle = stack.isEmpty ? idle + 1 : 0;
  if (idle >= IDLE_ROUNDS) leaveIfEmpty();
}

async function coverAgain(): Promise<void> {
  await stack.coverLogs().catch((error) => log(`secrets in logs are not masked: ${String(error)}`));
  setTimeout(() => void coverAgain(), COVER);
}

function end(reason: string): void {
  log(reason);
  fs.rmSync(SOCKET, { force: true });
  fs.rmSync(layout.supervisor(dir), { force: true });
  process.exit(0);
}

/** Leaves nothing behind: the last service of the stack is gone. */
function leaveIfEmpty(): void {
  if (!stack.isEmpty) return;
  fs.rmSync(layout.supervisorLog(dir), { force: true });
  fs.rmSync(SOCKET, { force: true });
  fs.rmSync(layout.supervisor(dir), { force: true });
  for (const each of [layout.services(dir), layout.run(dir), `${dir}/logs`]) removeIfEmpty(each);
  process.exit(0);
}

function removeIfEmpty(directory: string): void {
  try {
    fs.rmdirSync(directory);
  } catch {
    // Something else lies there, or it is gone already.
  }
}
