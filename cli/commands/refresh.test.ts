import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TestStack } from "../../engine/conformance/harness.ts";
import type { EngineResult, OperationKind } from "../../engine/index.ts";
import type { View } from "../ui/view.ts";
import type { Graph } from "../graph/graph.ts";
import { preview } from "./preview.ts";
import { refresh } from "./refresh.ts";

type Run = (kind: OperationKind, options: { refresh?: boolean }, view: View) => Promise<EngineResult>;
const place = vi.hoisted(() => ({ root: "", run: undefined as Run | undefined }));
vi.mock("../request.ts", () => ({
  root: () => place.root,
  ownPassphrase: () => "correct horse",
  placeOf: (stack: string) => ({ root: place.root, stack, passphrase: () => "correct horse" }),
}));
vi.mock("../engine-run.ts", () => ({ runEngine: (...args: Parameters<Run>) => place.run?.(...args) }));

const PROGRAM = { resources: [{ name: "a", inputs: { quiet: true } }, { name: "b" }, { name: "c" }] };
const dev = { stack: "dev" };
let stack: TestStack;
const printed: string[] = [];
beforeEach(() => {
  stack = new TestStack();
  place.root = stack.root;
  place.run = (kind, options, view) =>
    stack.run(kind, PROGRAM, { ...options, onEvent: (event) => view.show(event) });
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((text) => void printed.push(String(text)));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text).trimEnd()) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  stack.remove();
});
const output = () => printed.splice(0).join("\n");

/** One is dead, which its outputs do not tell; one has other inputs; one is gone. */
async function drift(): Promise<void> {
  await stack.up(PROGRAM);
  stack.world.change(({ items }) => {
    Object.assign(items["a-0"] ?? {}, { alive: false });
    Object.assign(items["b-0"]?.inputs ?? {}, { value: 7 });
    delete items["c-0"];
  });
}

test("what has drifted is said, and how; otherwise that nothing has", async () => {
  await stack.up(PROGRAM);
  expect(await refresh(dev)).toBe(0);
  expect(output()).toMatch(/^no drift\nrefresh: 3 unchanged \(/m);
  await drift();
  expect(await refresh(dev)).toBe(0);
  const text = output();
  expect(text).toContain("≠ a drifted (0.0 s): it differs from its recorded state: alive");
  expect(text).toContain("≠ b drifted (0.0 s): it has drifted: value");
  expect(text).toContain("≠ c drifted (0.0 s): it no longer exists");
  expect(text).toMatch(/refresh: 3 drifted/);
});

test("it is one JSON document, too", async () => {
  await drift();
  await refresh({ ...dev, json: true });
  const { ok, drifts } = JSON.parse(output());
  expect(ok).toBe(true);
  expect(drifts.map(({ name, reason }: { name: string; reason: string }) => [name, reason]).sort()).toEqual([
    ["a", "it differs from its recorded state"],
    ["b", "it has drifted"],
    ["c", "it no longer exists"],
  ]);
});

test("a preview that reads back first shows drift and what follows from it, and records nothing", async () => {
  await drift();
  expect(await preview({ ...dev, refresh: true })).toBe(0);
  const text = output();
  expect(text).toContain("≠ c drifted: it no longer exists");
  expect(text).toContain("+ c create");
  expect(text).toContain("~ b update");
  expect(text).toContain("~ a update");
  expect(await stack.recorded()).toHaveLength(3);
});

test("a preview tells the order of what there is and what there will be, by the embedded engine only", async () => {
  const resources = [{ name: "a" }, { name: "b", dependsOn: ["a"] }];
  await stack.up({ resources });
  const wanted = { resources: [...resources, { name: "c", dependsOn: ["b"] }] };
  place.run = (kind, options, view) =>
    stack.run(kind, wanted, { ...options, onEvent: (event) => view.show(event) });
  expect(await preview({ ...dev, graph: true, json: true })).toBe(0);
  const { nodes, edges } = JSON.parse(output()) as Graph;
  const nameOf = (wantedUrn: string) => nodes.find(({ urn }) => urn === wantedUrn)?.name;
  expect(nodes.map(({ name, kind }) => [name, kind])).toEqual(["a", "b", "c"].map((name) => [name, "other"]));
  expect(edges.map(({ from, to }) => [nameOf(from), nameOf(to)])).toEqual([
    ["a", "b"],
    ["b", "c"],
  ]);
  await expect(preview({ ...dev, graph: true, engine: "pulumi" })).rejects.toThrow("does not tell");
});

test("a stack that is not up has nothing to compare", async () => {
  const error = await refresh(dev).catch((thrown) => thrown.explain());
  expect(error).toContain("stack dev is not up");
});
