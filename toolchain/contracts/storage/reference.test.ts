import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourcesAt } from "./reference.ts";

let root: string;

const git = (...args: string[]) =>
  execa("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: root });

function write(file: string, text: string) {
  fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-reference-"));
  await git("init", "--quiet");
  write("README.md", "nothing else");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "without contracts");
  await git("tag", "empty");
  write("contracts/src/token/A.sol", "contract A {}");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "with one");
  await git("tag", "one");
  write("contracts/src/token/A.sol", "contract A { uint256 a; }");
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe("the contracts at a commit", () => {
  it("are what was committed, whatever the work tree has", async () => {
    expect(await sourcesAt("one", root)).toEqual({ "token/A.sol": "contract A {}" });
  });

  it.each(["two", "--help", ""])("are not found without a commit `%s`", async (ref) => {
    await expect(sourcesAt(ref, root)).rejects.toThrow(`there is no commit \`${ref}\``);
  });

  it("are missed where the commit has none", async () => {
    await expect(sourcesAt("empty", root)).rejects.toThrow("commit `empty` has no contracts/src");
  });
});
