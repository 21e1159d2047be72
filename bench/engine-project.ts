import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { LaunchPlugin } from "../engine/plugin/process.ts";
import type { KindTable } from "../provider/server/operation.ts";
import { listen } from "../provider/server/serve.ts";

/** Chains of ten resources, each of which takes an output of the one before. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
class Item extends pulumi.CustomResource {
  constructor(name, inputs) {
    super("bench:index:Item", name, { serial: undefined, ...inputs });
  }
}
const count = new pulumi.Config().requireNumber("count");
let last;
for (let index = 0; index < count; index++) {
  last = new Item("item-" + index, { index, from: index % 10 === 0 ? 0 : last.serial });
}
`;

const PROJECT = {
  name: "bench",
  main: "index.mjs",
  runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--require ./fast-sdk.cjs" } },
  plugins: { providers: [{ name: "bench", path: "provider" }] },
  backend: { url: "file://." },
};

/** Resources that are nowhere but in the state. */
const KINDS: KindTable = {
  "bench:index:Item": async () => ({
    type: "bench:index:Item",
    create: async ({ index }) => ({ id: `item-${index}`, outputs: { serial: index } }),
    read: async (_id, _inputs, outputs) => outputs,
    update: async (_id, _olds, outputs) => outputs,
    delete: async () => undefined,
  }),
};

/** The project's own provider server in this process, a new one for each run, as plugins are. */
export const launchInMemory: LaunchPlugin = async ({ engineAddress }) => {
  const { port, close } = await listen(KINDS, engineAddress);
  return { address: `127.0.0.1:${port}`, end: close };
};

/**
 * A Pulumi project in a folder of its own, started as this project's own program is. Its configuration says how many
 * resources it has.
 * @returns its folder
 */
export async function makeProject(root: string): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-bench-"));
  // JSON is YAML.
  await fs.writeFile(path.join(folder, "Pulumi.yaml"), JSON.stringify(PROJECT));
  await fs.writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await fs.writeFile(path.join(folder, "index.mjs"), PROGRAM);
  await fs.symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  await fs.symlink(path.join(root, "scripts/fast-sdk.cjs"), path.join(folder, "fast-sdk.cjs"));
  return folder;
}
