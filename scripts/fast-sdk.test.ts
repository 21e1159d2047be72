import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { projectRoot } from "../lib/root.ts";

const run = promisify(execFile);

/** What a node with the preloaded module prints. */
async function printed(code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ["--require", "./scripts/fast-sdk.cjs", "-e", code], {
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

/** Prints the stack of a promise of the SDK. */
const stack = `
  const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
  const pending = Promise.resolve();
  debuggablePromise(pending, "a test");
  console.log(pending._debugStackTrace);`;

it("keeps the SDK from taking a stack for each promise, but where leaked ones are looked for", async () => {
  expect(await printed(stack)).toBe("Error");
  expect(await printed(`process.env.PULUMI_DEBUG_PROMISE_LEAKS = "1"; ${stack}`)).toContain(
    "at debuggablePromise",
  );
});

it("leaves the SDK able to tell of a promise that nobody kept", async () => {
  const code = `const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
    debuggablePromise(new Promise(() => {}), "a test");`;
  await expect(printed(code)).rejects.toThrow("1 promise was still active");
});
