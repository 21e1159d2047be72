import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestStack } from "../../engine/conformance/harness.ts";
import { ref, type TestProgram } from "../../engine/conformance/program.ts";
import { secret } from "../../engine/wire.ts";
import { exportStack, importStack, listState, repairStack, showState } from "./state.ts";

const place = vi.hoisted(() => ({ root: "" }));
vi.mock("../request.ts", () => ({
  root: () => place.root,
  ownPassphrase: () => "correct horse",
  placeOf: (stack: string) => ({ root: place.root, stack, passphrase: () => "correct horse" }),
}));

const PROGRAM: TestProgram = {
  resources: [
    { name: "alpha", inputs: { token: secret("sesame") }, protect: false },
    { name: "beta", inputs: { from: ref("alpha", "serial") } },
  ],
};
const dev = { stack: "dev" };
const agreed = { ...dev, yes: true };
const urn = (name: string) => `urn:pulumi:dev::conformance::test:index:Item::${name}`;

let stack: TestStack;
const printed: string[] = [];
beforeEach(() => {
  stack = new TestStack();
  place.root = stack.root;
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((text) => void printed.push(String(text)));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  stack.remove();
});

const output = () => printed.splice(0).join("\n");
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "it was accepted",
    (error) => error.explain() as string,
  );

describe("state ls", () => {
  it("prints kind, name and URN of each resource, what is needed first", async () => {
    await stack.up(PROGRAM);
    expect(await listState(dev)).toBe(0);
    const rows = output().split("\n");
    expect(rows.map((row) => row.trim().split(/ +/)[1])).toEqual([
      "conformance-dev",
      "default",
      "alpha",
      "beta",
      "changed",
    ]);
    expect(rows[2]).toMatch(/^ {2}Item +alpha +urn:pulumi:dev::.*::alpha$/);
  });

  it("says which engine changed it last", async () => {
    await stack.up(PROGRAM);
    await listState(dev);
    expect(output()).toMatch(/last changed by the embedded engine$/);
    const state = fs.readFileSync(stack.stateFile, "utf8");
    fs.writeFileSync(stack.stateFile, state.replaceAll("+tensora", ""));
    await listState({ ...dev, json: true });
    expect(JSON.parse(output())).toMatchObject({ engine: "pulumi" });
    // the next change is this engine's again
    await stack.up({ resources: [{ name: "alpha", inputs: { other: 1 } }] });
    await listState({ ...dev, json: true });
    expect(JSON.parse(output())).toMatchObject({ engine: "embedded" });
  });

  it("prints what an interrupted run has left open, also as JSON", async () => {
    stack.world.fail("create", "beta", "lost");
    await stack.up(PROGRAM);
    await listState(dev);
    expect(output()).toMatch(/interrupted while creating +beta +urn:/);
    await listState({ ...dev, json: true });
    const { resources, pending } = JSON.parse(output());
    expect(resources.at(-1)).toMatchObject({ name: "alpha", type: "test:index:Item", id: "alpha-0" });
    expect(pending).toMatchObject([{ interrupted: "creating", name: "beta", urn: urn("beta") }]);
  });

  it("says so when there is nothing", async () => {
    expect(await listState(dev)).toBe(0);
    expect(output()).toBe("stack dev has no recorded state");
  });
});

describe("state show", () => {
  it("prints one resource by name or URN, and no secret", async () => {
    await stack.up(PROGRAM);
    for (const name of ["alpha", urn("alpha")]) {
      await showState(name, { ...dev, json: true });
      const text = output();
      expect(JSON.parse(text)).toMatchObject({ urn: urn("alpha"), inputs: { token: "[secret]" } });
      expect(text).not.toMatch(/sesame|ciphertext/);
    }
    await showState("beta", dev);
    expect(output()).toContain("from: 1");
  });

  it("names what was perhaps meant", async () => {
    expect(await refusal(showState("alpa", dev))).toContain("stack dev is not up");
    await stack.up(PROGRAM);
    const refused = await refusal(showState("alpa", dev));
    expect(refused).toContain("there is no resource alpa; did you mean alpha?");
    expect(refused).toContain("next: `./tensora state ls` lists all resources");
  });
});

describe("state export and import", () => {
  it("give back what was there, through a file that only its owner reads", async () => {
    await stack.up(PROGRAM);
    const file = path.join(stack.root, "exported.json");
    await exportStack({ ...dev, file });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    await exportStack(dev);
    const [onScreen, inFile] = [JSON.parse(output()), JSON.parse(fs.readFileSync(file, "utf8"))];
    expect(onScreen.deployment.resources).toEqual(inFile.deployment.resources);
    fs.rmSync(stack.stateFile);
    expect(await importStack(file, agreed)).toBe(0);
    expect(output()).toMatch(/^4 resources imported/);
    expect((await stack.up(PROGRAM)).steps).toEqual([]);
  });

  it("change nothing unasked, nor by a file that is not there", async () => {
    await stack.up(PROGRAM);
    const before = fs.readFileSync(stack.stateFile, "utf8");
    const missing = path.join(stack.root, "missing.json");
    expect(await refusal(importStack(missing, agreed))).toContain("the state to import cannot be read");
    const file = path.join(stack.root, "exported.json");
    await exportStack({ ...dev, file });
    expect(await refusal(importStack(file, dev))).toContain("answer yes with `--yes`");
    expect(await refusal(repairStack(dev))).toContain("answer yes with `--yes`");
    expect(fs.readFileSync(stack.stateFile, "utf8")).toBe(before);
  });
});

describe("state repair", () => {
  it("says what was wrong, what was done, and what to do next", async () => {
    await stack.up(PROGRAM);
    await repairStack(agreed);
    expect(output()).toBe("nothing to repair");
    const state = JSON.parse(fs.readFileSync(stack.stateFile, "utf8"));
    state.checkpoint.latest.resources.at(-1).provider = "urn:gone::id";
    fs.writeFileSync(stack.stateFile, JSON.stringify(state));
    expect(await repairStack(agreed)).toBe(0);
    const lines = output().split("\n");
    expect(lines).toContain(`removed from the state: ${urn("beta")}; the resource itself may still exist`);
    expect(lines.at(-1)).toBe("repaired; `./tensora refresh` compares it with the actual state");
  });
});
