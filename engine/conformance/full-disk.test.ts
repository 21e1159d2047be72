import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { TestStack } from "./harness.ts";
import { ref, type TestProgram } from "./program.ts";

const program = (value: number): TestProgram => ({
  resources: [
    { name: "a", inputs: { value } },
    { name: "b", inputs: { from: ref("a", "serial") } },
  ],
});
const worker = path.join(import.meta.dirname, "full-disk-worker.ts");
/** A disk of this size at a place of this process's own, which nobody else sees. */
const onTinyDisk = (place: string, command: string[]) => [
  ...["-rm", "sh", "-c", 'place=$1; shift; mount -t tmpfs -o size=96k none "$place" && exec "$@"', "sh"],
  ...[place, ...command],
];

function canMount(): boolean {
  try {
    execFileSync("unshare", onTinyDisk("/mnt", ["true"]), { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!canMount())("a full disk (not run: nothing can be mounted here)", () => {
  const stacks: TestStack[] = [];
  afterAll(() => {
    for (const stack of stacks) stack.remove();
  });

  it.each([
    1, 2, 3,
  ])("56 at write %i is said, leaves the state whole, and the next up goes on", async (number) => {
    const stack = new TestStack();
    stacks.push(stack);
    const place = path.join(stack.root, ".pulumi");
    fs.mkdirSync(place);
    const argument = JSON.stringify([stack.root, program(1), program(2), number]);
    const command = onTinyDisk(place, [process.execPath, "--import", "tsx", worker, argument]);
    const { stdout } = await promisify(execFile)("unshare", command);
    const { failed, ...rest } = JSON.parse(stdout);
    expect(failed.join()).toContain("the state could not be written");
    expect(failed.join()).toContain("ENOSPC");
    expect(failed.join()).toContain("next: free some space");
    expect(rest).toEqual({ made: true, recorded: 4, repaired: [], again: { same: 4 } });
    expect(stack.world.names()).toEqual(["a-0", "b-0"]);
    expect(stack.world.read().items["a-0"]?.inputs).toEqual({ value: 2 });
  });
});
