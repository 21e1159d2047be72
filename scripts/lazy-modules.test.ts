import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { projectRoot } from "../lib/root.ts";

const run = promisify(execFile);

/** What a node with the preloaded module prints. */
async function printed(code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ["--require", "./scripts/lazy-modules.cjs", "-e", code], {
    cwd: projectRoot(),
  });
  return stdout.trim();
}

it("leaves TypeScript and npm's tree unread until the SDK needs them", async () => {
  const heavy =
    "Object.keys(require.cache).filter((file) => /typescript.lib|npmcli.arborist/.test(file)).length";
  expect(await printed(`require("@pulumi/pulumi"); console.log(${heavy})`)).toBe("0");
});

it("leaves the SDK able to serialise a function, which needs TypeScript", async () => {
  const text = await printed(
    `const { runtime } = require("@pulumi/pulumi");
     runtime.serializeFunction(() => 6 * 7).then(({ text }) => console.log(text));`,
  );
  expect(text).toContain("6 * 7");
});
