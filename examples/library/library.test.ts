import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { EngineEvent } from "../../engine/index.ts";
import { operate } from "../../engine/operation.ts";
import type { LaunchPlugin } from "../../engine/plugin/process.ts";
import { projectRoot } from "../../lib/root.ts";
import { kinds } from "../../provider/kinds/index.ts";
import { listen } from "../../provider/server/serve.ts";
import { NODES, SERVICES } from "../../spec/services.ts";

/** The example as a user has it: in a folder of its own, with this project installed as a package. */
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-library-"));
  const example = path.join(projectRoot(), "examples/library");
  for (const file of ["Pulumi.yaml", "index.ts"])
    fs.copyFileSync(path.join(example, file), path.join(folder, file));
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(modules);
  for (const name of ["@pulumi", "tsx"])
    fs.symlinkSync(path.join(projectRoot(), "node_modules", name), path.join(modules, name));
  // As `npm install <folder>` does.
  fs.symlinkSync(projectRoot(), path.join(modules, "tensora"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The project's own provider, in this process. */
const launchPlugin: LaunchPlugin = async ({ engineAddress }) => {
  const { port, close } = await listen(kinds, engineAddress);
  return { address: `127.0.0.1:${port}`, end: close };
};

test('another program previews a devnet by `import { Devnet } from "tensora"`', async () => {
  const created: Record<string, string[]> = {};
  const onEvent = (event: EngineEvent) => {
    if (event.kind !== "step" || event.phase !== "done" || event.op !== "create") return;
    created[event.type] = [...(created[event.type] ?? []), event.name].sort();
  };
  const result = await operate("preview", { root: folder, stack: "dev", onEvent }, { launchPlugin });
  expect(result).toMatchObject({ ok: true, errors: [] });
  expect(created["tensora:component:Devnet"]).toEqual(["dev"]);
  const { l1, batcher, proposer } = SERVICES;
  expect(created["tensora:index:Service"]).toEqual(
    expect.arrayContaining([
      l1.name,
      NODES.sequencer.geth,
      NODES.sequencer.node,
      batcher.name,
      proposer.name,
    ]),
  );
  expect(created["tensora:index:Step"]).toEqual(expect.arrayContaining(["smoke/deposit"]));
  expect(fs.readdirSync(path.join(folder, ".tensora", "dev"))).toEqual(["ports.json"]);
  expect(fs.existsSync(path.join(folder, ".pulumi"))).toBe(false);
});

test("its project finds the provider inside of the package", () => {
  const { plugins } = parse(fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8"));
  const [{ name, path: place }] = plugins.providers;
  fs.accessSync(path.join(folder, place, `pulumi-resource-${name}`), fs.constants.X_OK);
});
