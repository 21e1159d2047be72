/** Runs on a tiny disk at the state's place, which fills up before a chosen write of an `up`, and is made free again. */
import fs from "node:fs";
import path from "node:path";
import { readStack } from "../index.ts";
import { operate } from "../operation.ts";
import type { Seams } from "../options.ts";
import { launchTestProvider, PASSPHRASE } from "./harness.ts";
import { declared, type TestProgram } from "./program.ts";

const [root, before, after, number] = JSON.parse(process.argv[2] ?? "[]") as [
  string,
  TestProgram,
  TestProgram,
  number,
];
const ballast = path.join(root, ".pulumi/ballast");

const up = (program: TestProgram, seams: Seams = {}) =>
  operate(
    "up",
    { root, stack: "dev", passphrase: () => PASSPHRASE, onEvent: () => undefined },
    { launchProgram: declared(program), launchPlugin: launchTestProvider, ...seams },
  );

/** Takes every byte that is left. */
function fill(): void {
  const handle = fs.openSync(ballast, "a");
  for (let size = 4096; size >= 1; size /= 2) {
    try {
      for (;;) fs.writeSync(handle, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  fs.closeSync(handle);
}

const made = await up(before);
let writes = 0;
const failed = await up(after, {
  onWrite(when) {
    if (when === "before" && ++writes === number) fill();
  },
});
// What is there must still be whole.
const recorded = await readStack(root, "dev");
fs.rmSync(ballast, { force: true });
const repaired = await up(after);
const again = await up(after);
console.log(
  JSON.stringify({
    made: made.ok,
    failed: failed.errors.map(({ message }) => message),
    recorded: recorded.resources.length,
    repaired: repaired.errors,
    again: again.counts,
  }),
);
process.exit(0);
