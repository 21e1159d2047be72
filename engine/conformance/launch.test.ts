import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchPlugin } from "../plugin/process.ts";
import { launchProgram } from "../program/launch.ts";
import { isSecret } from "../wire.ts";
import { type Outcome, TestStack } from "./harness.ts";

/** The whole way: an unmodified Pulumi program in TypeScript and a plugin executable, each a process of its own. */
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

describe("20 the real launch path", () => {
  const stack = new TestStack();
  const real = (kind: Parameters<TestStack["run"]>[0], overrides: Record<string, unknown> = {}) =>
    stack.run(kind, undefined, { overrides }, { launchProgram, launchPlugin });

  beforeAll(async () => {
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
  });
  afterAll(() => stack.remove());

  const messages = (outcome: Outcome) =>
    outcome.events.flatMap((event) => (event.kind === "log" ? [event.message] : []));

  it("previews, applies, changes nothing, and destroys", async () => {
    const previewed = await real("preview");
    expect(previewed).toMatchObject({ ok: true, errors: [] });
    expect(previewed.steps).toEqual([
      "create token",
      "create group",
      "create group-first",
      "create group-last",
    ]);

    const first = await real("up");
    expect(first).toMatchObject({ ok: true, errors: [] });
    expect(first.outputs.last).toBe(3);
    expect(isSecret(first.outputs.secretToken)).toBe(true);
    expect(messages(first)).toContain("hello from the program");
    expect(fs.readFileSync(stack.stateFile, "utf8")).not.toContain("sesame");

    const second = await real("up");
    expect(second).toMatchObject({ ok: true, steps: [] });

    const changed = await real("up", { "settings.size": 4 });
    expect(changed.steps).toEqual(["update token"]);

    const failed = await real("up", { mode: "throws" });
    expect(failed.ok).toBe(false);
    expect(failed.errors[0]?.message).toContain("the program is wrong");
    expect(stack.world.names()).toHaveLength(3);

    const gone = await real("destroy");
    expect(gone).toMatchObject({ ok: true, errors: [] });
    expect(stack.world.names()).toEqual([]);
  });

  it("ends the program when a resource fails, with the provider's message", async () => {
    stack.world.fail("create", "group-first", "no room");
    const failed = await real("up");
    expect(failed.ok).toBe(false);
    expect(failed.errors).toEqual([
      expect.objectContaining({ name: "group-first", type: "test:index:Item", message: "no room" }),
    ]);
    stack.world.heal();
    expect((await real("up")).ok).toBe(true);
    expect((await real("destroy")).ok).toBe(true);
  });
});
