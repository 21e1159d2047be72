import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchPlugin } from "../plugin/process.ts";
import { launchProgram } from "../program/launch.ts";
import { PASSPHRASE, TestStack } from "./harness.ts";
import { makeReal } from "./real-program.ts";

const installed = spawnSync("pulumi", ["version"], { stdio: "ignore" }).status === 0;
const title = "120 the real Pulumi CLI";

/** The same project by both engines in turn: neither finds anything to do after the other. */
describe.skipIf(!installed)(installed ? title : `${title} (not run: no pulumi on PATH)`, () => {
  const stack = new TestStack();
  beforeAll(() => makeReal(stack));
  afterAll(() => stack.remove());

  const embedded = (kind: "up" | "destroy" | "refresh") =>
    stack.run(kind, undefined, {}, { launchProgram, launchPlugin });
  const pulumi = (...args: string[]) =>
    promisify(execFile)("pulumi", [...args, "--stack", "dev", "--non-interactive"], {
      cwd: stack.root,
      env: {
        ...process.env,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        NO_COLOR: "1",
      },
    });

  it("goes on with a state of the embedded engine, which goes on with its own", async () => {
    expect(await embedded("up")).toMatchObject({ ok: true, errors: [] });
    await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    expect((await embedded("up")).steps).toEqual([]);

    stack.configure({ "conformance:settings": { size: 4, token: "sesame" } });
    await pulumi("up", "--yes", "--skip-preview");
    expect(stack.world.read().items["token-0"]?.inputs).toMatchObject({ value: 4 });
    expect(fs.readFileSync(stack.stateFile, "utf8")).not.toContain("sesame");
    expect((await embedded("up")).steps).toEqual([]);
    expect((await embedded("refresh")).steps).toEqual([]);
  });

  it("destroys what the embedded engine has made, and takes its exported state", async () => {
    const { stdout } = await pulumi("stack", "export");
    expect(JSON.parse(stdout).deployment.resources.length).toBeGreaterThan(4);
    await pulumi("destroy", "--yes", "--skip-preview");
    expect(stack.world.names()).toEqual([]);
    expect((await embedded("destroy")).ok).toBe(true);
  });
});
