import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportState, importState, repairState } from "../index.ts";
import { secret } from "../wire.ts";
import { TestStack } from "./harness.ts";
import { ref, type TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const CHAIN = (value: number): TestProgram => ({
  resources: [
    { name: "a", inputs: { value, token: secret("sesame") } },
    { name: "b", inputs: { from: ref("a", "serial") } },
  ],
});

interface Exported {
  version: number;
  deployment: { resources: { urn: string; provider?: string; dependencies?: string[]; parent?: string }[] };
}
const exported = async () => JSON.parse(await exportState(stack.root, "dev")) as Exported;
const imported = (state: unknown) => importState(stack.root, "dev", JSON.stringify(state), "a file");
/** Spoils the state file in place. */
function spoil(change: (resources: Exported["deployment"]["resources"]) => void): void {
  const state = JSON.parse(fs.readFileSync(stack.stateFile, "utf8"));
  change(state.checkpoint.latest.resources);
  fs.writeFileSync(stack.stateFile, JSON.stringify(state));
}
const urn = (name: string) => `urn:pulumi:dev::conformance::test:index:Item::${name}`;

describe("state export and import", () => {
  it("110 give back the same stack, its secrets sealed all the time", async () => {
    await stack.up(CHAIN(1));
    const state = await exported();
    expect(state.version).toBe(3);
    expect(state.deployment.resources.map((resource) => resource.urn.split("::").at(-1))).toEqual([
      "conformance-dev",
      "default",
      "a",
      "b",
    ]);
    expect(JSON.stringify(state)).not.toContain("sesame");
    fs.rmSync(stack.stateFile);
    expect(await imported(state)).toBe(4);
    expect(fs.statSync(stack.stateFile).mode & 0o777).toBe(0o600);
    expect((await stack.up(CHAIN(1))).steps).toEqual([]);
    expect((await stack.up(CHAIN(2))).errors).toEqual([]);
  });

  it("111 refuse what is not whole or not of this stack, and change nothing", async () => {
    await stack.up(CHAIN(1));
    const before = fs.readFileSync(stack.stateFile, "utf8");
    const { version, deployment } = await exported();
    const [root, provider, a, b] = deployment.resources;
    const resources = (...list: unknown[]) => ({ version, deployment: { ...deployment, resources: list } });
    const bad: [unknown, string][] = [
      [resources(root, provider, b, a), `${urn("b")} is recorded before ${urn("a")}`],
      [resources(root, provider, b), `${urn("b")} refers to ${urn("a")}, which is not recorded`],
      [resources(root, provider, a, a, b), `${urn("a")} is recorded twice`],
      [resources({ ...root, urn: "urn:pulumi:other::p::t::n" }), "belongs to another stack or project"],
      [{ ...resources(root), version: 4 }, "version 4"],
      [{ some: "thing" }, "not a Pulumi checkpoint"],
    ];
    for (const [state, message] of bad) {
      const error = await imported(state).catch((thrown) => thrown.explain());
      expect(error).toContain(message);
    }
    expect((await importState(stack.root, "dev", "{", "a file").catch((e) => e)).message).toContain("JSON");
    expect(fs.readFileSync(stack.stateFile, "utf8")).toBe(before);
  });
});

describe("state repair", () => {
  it("112 finds nothing in what an engine has written", async () => {
    await stack.up(CHAIN(1));
    const before = fs.readFileSync(stack.stateFile, "utf8");
    expect(await repairState(stack.root, "dev")).toEqual({ problems: [], lost: [] });
    expect(fs.readFileSync(stack.stateFile, "utf8")).toBe(before);
  });

  it("113 puts resources in order and cuts what leads nowhere", async () => {
    await stack.up(CHAIN(1));
    spoil((resources) => {
      resources.reverse();
      for (const resource of resources) if (resource.urn === urn("a")) resource.dependencies = [urn("gone")];
    });
    const { problems, lost } = await repairState(stack.root, "dev");
    expect(problems).toContain(`${urn("a")} refers to ${urn("gone")}, which is not recorded`);
    expect(problems).toContain(`${urn("b")} is recorded before ${urn("a")}, which it depends on`);
    expect(lost).toEqual([]);
    expect((await repairState(stack.root, "dev")).problems).toEqual([]);
    expect((await stack.up(CHAIN(1))).steps).toEqual([]);
    expect((await stack.destroy()).steps).toEqual(["delete b", "delete a"]);
  });

  it("114 puts the newest whole copy in the place of a torn file", async () => {
    await stack.up(CHAIN(1));
    await stack.up(CHAIN(2));
    fs.writeFileSync(stack.stateFile, fs.readFileSync(stack.stateFile, "utf8").slice(0, 500));
    const { problems, restored } = await repairState(stack.root, "dev");
    expect(problems[0]).toContain("incomplete");
    expect(path.dirname(restored ?? "")).toBe(path.join(stack.root, ".pulumi/backups/conformance/dev"));
    expect((await stack.up(CHAIN(2))).errors).toEqual([]);
    expect((await stack.up(CHAIN(2))).steps).toEqual([]);
  });

  it("115 says so when nothing can be read, and gives up what has lost its provider", async () => {
    await stack.up(CHAIN(1));
    spoil((resources) => {
      for (const resource of resources) if (resource.urn === urn("b")) resource.provider = "urn:gone::id";
    });
    expect((await repairState(stack.root, "dev")).lost).toEqual([urn("b")]);
    fs.rmSync(path.join(stack.root, ".pulumi/backups"), { recursive: true });
    fs.writeFileSync(stack.stateFile, "{");
    const error = await repairState(stack.root, "dev").catch((thrown) => thrown);
    expect(error.message).toContain("neither the state file nor any backup");
    expect(fs.readFileSync(stack.stateFile, "utf8")).toBe("{");
  });

  it("116 waits for nobody: a stack in use is refused", async () => {
    stack.world.hold("create", "a");
    const running = stack.up(CHAIN(1));
    await stack.world.begun("create", "a");
    const refused = await repairState(stack.root, "dev").catch((thrown) => thrown);
    stack.world.heal();
    expect(refused.message).toContain("the stack is in use by process");
    expect((await running).ok).toBe(true);
  });
});
