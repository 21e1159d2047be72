import { randomInt } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { ALL_SERVICES } from "../../spec/services.ts";
import { RECIPES } from "../../toolchain/programs.ts";
import { TestStack } from "./stack.ts";

/** The real stack, its engine killed while each kind of resource is made, then at three random moments. */
const stack = new TestStack("e2e-kill");
const KINDS = ["JwtSecret", "L1Genesis", "Volume", "Service", "Step", "L2Genesis"];
/** A service's program among the arguments that started it. */
const OWN = ALL_SERVICES.map(({ program }) => program).filter((program) => RECIPES[program].kind === "own");
const PROGRAM = new RegExp(`/(op-\\w+|alto\\.js|(${OWN.join("|")})\\.cjs)$`);
/** Milliseconds that an operation may have gone on for when its engine is killed. */
const LATEST = 150;

const seed = Number(process.env.TENSORA_SEED ?? randomInt(2 ** 31));
console.log(`interruptions: TENSORA_SEED=${seed}`);
const random = randomBy(seed);

beforeAll(() => stack.make({ subnets: [] }));
afterAll(() => stack.remove());

test.each(KINDS)("up is killed while it makes a %s, and destroy leaves nothing", async (kind) => {
  await kill(kind);
  await isGone();
});

test("up is killed while it makes a service, then while it runs a step, and goes on both times", async () => {
  for (const kind of ["Service", "Step"]) await kill(kind);
  await isWhole();
});

test("three changes are killed at a random moment, and the next up makes them whole", async () => {
  for (const maxSize of [90_000, 91_000, 92_000]) {
    const change = ["--set", `batcher.maxSize=${maxSize}`];
    const command = path.join(projectRoot(), "tensora");
    const options = { reject: false, stdin: "ignore" } as const;
    const running = execa(command, ["up", "--yes", "--stack", stack.name, ...change], options);
    const kill = setTimeout(() => running.kill("SIGKILL"), random(8000));
    await running;
    clearTimeout(kill);
    await isWhole(...change);
  }
});

test("a copy of the checkout is refused the stack, which goes on where it is", async () => {
  const copy = copied();
  const head = async () => (await stack.json<{ heads: { l1: number } }>("status")).heads.l1;
  try {
    const before = await head();
    const processes = await stack.processes();
    const commands = [["up", "--yes"], ["preview"], ["refresh"], ["smoke", "deposit"], ["destroy", "--yes"]];
    for (const command of commands) {
      const options = { reject: false, stdin: "ignore", all: true } as const;
      const run = await execa(path.join(copy, "tensora"), [...command, "--stack", stack.name], options);
      expect(run.exitCode, run.all).toBe(1);
      expect(run.all).toContain(`belongs to another folder: ${stack.dir}, not ${copy}`);
    }
    expect(await stack.processes()).toEqual(processes);
    expect(await head()).toBeGreaterThan(before);
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
});

test.each([
  ["settlement.safeThreshold=3", "was 2, is 3"],
  ["protocol.governance.delay=9", "was 2, is 9"],
  ["protocol.enabled=false", "was true, is false"],
  ["runtime.kind=docker", "was process, is docker"],
])("a change that would lose what there is, is refused: %s", async (change, said) => {
  const { exitCode, all } = await stack.run("up", "--yes", "--set", change);
  expect(exitCode).toBe(1);
  expect(all).toContain(said);
});

/** A command, and the milliseconds within which it is interrupted. */
const CTRL_C: [latest: number, ...args: string[]][] = [
  [8000, "up", "--yes"],
  [1500, "preview"],
  [1500, "up", "--yes", "--set", "batcher.maxSize=93000"],
  [800, "destroy", "--yes"],
];
test.each([
  1, 2,
])("Ctrl-C %i times at a random moment ends the run, and the next one goes on", async (times) => {
  for (const [latest, ...args] of CTRL_C) await pressCtrlC(times, random(latest), ...args);
  await isWhole();
});

test("what was interrupted so often leaves nothing when it is destroyed", () => isGone());

/** Runs an `up` that is killed soon after it has begun to make something of a kind. */
async function kill(kind: string): Promise<void> {
  const argument = JSON.stringify([stack.name, `tensora:index:${kind}`, random(LATEST)]);
  const worker = path.join(import.meta.dirname, "kill-worker.ts");
  const options = { cwd: projectRoot(), reject: false, stdin: "ignore" } as const;
  const run = await execa(process.execPath, ["--import", "tsx", worker, argument], options);
  expect(run.signal, `no ${kind} was interrupted: ${run.stderr}`).toBe("SIGKILL");
}

/** Runs a command in a process group of its own, as a terminal does, and interrupts all of it. */
async function pressCtrlC(times: number, after: number, ...args: string[]): Promise<void> {
  const command = path.join(projectRoot(), "tensora");
  const options = { reject: false, stdin: "ignore", detached: true, all: true } as const;
  const running = execa(command, [...args, "--stack", stack.name], options);
  const group = -(running.pid ?? Number.NaN);
  let pressed = 0;
  const press = () => {
    if (running.exitCode !== null) return;
    process.kill(group, "SIGINT");
    pressed++;
  };
  const timers = Array.from({ length: times }, (_, i) => setTimeout(press, after + 200 * i));
  const { exitCode, signal, all } = await running;
  for (const timer of timers) clearTimeout(timer);
  // Before the command line listens, the shell and Node end by the signal itself.
  const ended = signal === "SIGINT" ? 130 : exitCode;
  expect([pressed === 0 ? 0 : 130, 0], `${args.join(" ")} after ${after} ms: ${all}`).toContain(ended);
}

async function isGone(): Promise<void> {
  const { exitCode, all } = await stack.run("destroy", "--yes");
  expect(exitCode, all).toBe(0);
  expect(await stack.processes()).toEqual([]);
  expect(fs.existsSync(stack.dir)).toBe(false);
}

/** One up comes to its end, the next finds nothing to do, and every service runs once. */
async function isWhole(...change: string[]): Promise<void> {
  const { exitCode, all } = await stack.run("up", "--yes", ...change);
  expect(exitCode, all).toBe(0);
  const again = await stack.run("up", "--yes", ...change);
  expect(again.all).toMatch(/up: \d+ unchanged \(/);
  const { services } = await stack.json<{ services: { name: string; state: string }[] }>("status");
  expect(services.filter(({ state }) => state !== "running")).toEqual([]);
  const programs = (await stack.processes()).filter(({ argv }) => argv.some((arg) => PROGRAM.test(arg)));
  expect(programs).toHaveLength(services.length);
}

/** A copy of this checkout with what is on record of its stacks. */
function copied(): string {
  const copy = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-copy-")));
  const left = ["node_modules", ".git", ".tensora", "contracts", "docs"];
  // With their times, so that bundles and packages count as new.
  for (const name of fs.readdirSync(projectRoot()).filter((entry) => !left.includes(entry)))
    fs.cpSync(path.join(projectRoot(), name), path.join(copy, name), {
      recursive: true,
      preserveTimestamps: true,
    });
  fs.symlinkSync(path.join(projectRoot(), "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** Whole numbers below a bound, the same ones for the same seed (mulberry32). */
function randomBy(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
