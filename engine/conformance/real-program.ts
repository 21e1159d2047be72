import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import type { TestStack } from "./harness.ts";

/** An unmodified Pulumi program in TypeScript: a component, secrets, and a configuration that it can fail by. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";

class Item extends pulumi.CustomResource {
  declare readonly serial: pulumi.Output<number>;
  constructor(name: string, inputs: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    super("test:index:Item", name, { serial: undefined, ...inputs }, options);
  }
}
class Group extends pulumi.ComponentResource {
  readonly last: pulumi.Output<number>;
  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, options);
    const first = new Item(name + "-first", { value: 1 }, { parent: this });
    this.last = new Item(name + "-last", { from: first.serial }, { parent: this }).serial;
    this.registerOutputs({ last: this.last });
  }
}
const config = new pulumi.Config();
const settings = config.requireSecretObject<{ size: number; token: string }>("settings");
const token = new Item("token", { token: settings.token, value: settings.size });
const group = new Group("group", { dependsOn: [token] });
if (config.get("mode") === "throws") throw new Error("the program is wrong");
console.log("hello from the program");
export const last = group.last;
export const secretToken = settings.token;
`;

/** Puts a program and a plugin into a test's project that either engine can start, each as a process of its own. */
export async function makeReal(stack: TestStack): Promise<void> {
  const modules = path.resolve(import.meta.dirname, "../../node_modules");
  fs.symlinkSync(modules, path.join(stack.root, "node_modules"));
  fs.writeFileSync(
    path.join(stack.root, "package.json"),
    JSON.stringify({ type: "module", main: "index.ts" }),
  );
  fs.writeFileSync(path.join(stack.root, "index.ts"), PROGRAM);
  const folder = path.join(stack.root, "provider");
  await build({
    entryPoints: [path.join(import.meta.dirname, "plugin.ts")],
    outfile: path.join(folder, "plugin.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "error",
  });
  const script = `#!/bin/sh\nexec '${process.execPath}' "$(dirname "$0")/plugin.mjs" "$@"\n`;
  fs.writeFileSync(path.join(folder, "pulumi-resource-test"), script, { mode: 0o755 });
  stack.configure({ "conformance:settings": { size: 3, token: "sesame" } });
}
