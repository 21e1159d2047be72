import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
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

/** Prints the first frame of an error that is made in line 7 of a file, which is line 3 of its source. */
const firstFrame = (error: string) => String.raw`
const { SourceMapGenerator } = require("source-map");
require("source-map-support/register");
const map = new SourceMapGenerator({ file: "made.js" });
map.addMapping({ source: "own.ts", original: { line: 3, column: 0 }, generated: { line: 7, column: 0 } });
const url = "data:application/json;base64," + Buffer.from(map.toString()).toString("base64");
const file = ${JSON.stringify(path.join(fs.mkdtempSync(path.join(os.tmpdir(), "traces-")), "made.js"))};
const code = "\n".repeat(6) + "module.exports = () => (${error}).stack;\n//# sourceMappingURL=" + url;
require("node:fs").writeFileSync(file, code);
console.log(require(file)().split("\n")[1]);`;

it("tells where an error was made in the source, and keeps the stack of one that says nothing as it is", async () => {
  expect(await printed(firstFrame("new Error('told')"))).toContain("own.ts:3");
  expect(await printed(firstFrame("new Error()"))).toContain("/made.js:7");
  // So the SDK asks for a resource's place.
  expect(await printed(firstFrame("Error.stackTraceLimit = Infinity, new Error()"))).toContain("own.ts:3");
});
