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

/** Prints how many files of packages are loaded. */
const loaded = (files: string) =>
  `console.log(Object.keys(require.cache).filter((file) => /${files}/.test(file)).length);`;

it("leaves TypeScript, npm's tree and the automation API unread until the SDK needs them", async () => {
  const heavy = loaded("typescript.lib|npmcli.arborist|pulumi.automation");
  expect(await printed(`require("@pulumi/pulumi"); ${heavy}`)).toBe("0");
});

it("leaves programs the automation API", async () => {
  const code = `const { automation } = require("@pulumi/pulumi"); console.log(typeof automation.LocalWorkspace.create);`;
  expect(await printed(code)).toBe("function");
});

it("leaves the tracer unread until somebody wants traces, who gets them", async () => {
  const tracer = loaded("opentelemetry.sdk-trace-node");
  const code = `const tracing = require("@pulumi/pulumi/cmd/run/tracing"); tracing.newSpan("lost").end(); ${tracer}
    tracing.start("http://127.0.0.1:9/api/v2/spans");
    console.log(tracing.newSpan("kept").isRecording());
    process.exit();`;
  expect(await printed(code)).toBe("0\ntrue");
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
