import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkStack, loadStack } from "./load.ts";
import { openSecrets, readStackFile, stackNames } from "./stack-file.ts";
import { privateKey, problemsFrom } from "./testing/problems.ts";

let root: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-stacks-"));
  await fs.mkdir(path.join(root, "stacks"));
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

async function write(text: string, mode = 0o644, stack = "one"): Promise<void> {
  const file = path.join(root, "stacks", `Pulumi.${stack}.yaml`);
  await fs.writeFile(file, text);
  await fs.chmod(file, mode);
}
const read = () => readStackFile(root, "one");

describe("readStackFile", () => {
  it("takes the project's keys and leaves other packages' alone", async () => {
    await write("encryptionsalt: salt\nconfig:\n  tensora:ports: free\n  kubernetes:context: x\n");
    expect(await read()).toMatchObject({ values: { ports: "free" }, encryptionSalt: "salt", problems: [] });
  });

  it.each(["", "config:\n", "config: {}\n"])("takes an empty file: %j", async (text) => {
    await write(text);
    expect(await read()).toMatchObject({ values: {}, problems: [] });
  });

  it.each([
    ["confg: {}\n", "confg", "did you mean `config`?"],
    ["tensora:l2: {}\n", "tensora:l2", "move it below `config:`"],
    ["l2: {}\n", "l2", "move it below `config:`"],
    ["config:\n  l2: {}\n", "l2", "write `tensora:l2`"],
    ["config:\n  batchr: {}\n", "batchr", "write `tensora:batcher`"],
    ["config: 5\n", "config", "write keys such as `tensora:l2` below it"],
  ])("says what is wrong with %j", async (text, file, fix) => {
    await write(text);
    expect((await read()).problems).toEqual([expect.objectContaining({ path: file, fix })]);
  });

  it("names the line that is no YAML", async () => {
    await write("config:\n  tensora:l2: {\n");
    await expect(read()).rejects.toMatchObject({ where: expect.stringMatching(/Pulumi\.one\.yaml:\d+$/) });
  });

  it("suggests a stack of a near name, and takes no path for a name", async () => {
    await write("", 0o644, "local");
    await expect(readStackFile(root, "locl")).rejects.toMatchObject({
      message: "there is no stack locl",
      next: expect.arrayContaining(["did you mean local?"]),
    });
    await expect(readStackFile(root, "../local")).rejects.toThrow("is not a valid stack name");
    expect(await stackNames(root)).toEqual(["local"]);
  });
});

describe("private keys in a stack file", () => {
  const accounts = (value: string) => `encryptionsalt: s\nconfig:\n  tensora:accounts:\n    user: ${value}\n`;

  it("are refused in plain text where others can read the file", async () => {
    await write(accounts(`"${privateKey(1)}"`));
    const problems = await problemsFrom(() => checkStack({ root, stack: "one" }));
    expect(problems).toEqual([expect.objectContaining({ path: "accounts.user" })]);
    expect(problems[0]?.fix).toContain("chmod 600");
    expect(JSON.stringify(problems)).not.toContain(privateKey(1).slice(2));
  });

  it("are taken in plain text from a file of the owner's own", async () => {
    await write(accounts(`"${privateKey(1)}"`), 0o600);
    expect((await loadStack({ root, stack: "one" })).keys.user).toBe(privateKey(1));
  });

  it("are taken sealed: checked without the passphrase, opened with it", async () => {
    await write(accounts("\n      secure: v1:sealed"));
    const request = { root, stack: "one" };
    expect((await checkStack(request)).accounts.user).toEqual({ kind: "sealed" });
    await expect(loadStack(request)).rejects.toThrow("encrypted");
    const opened: unknown[] = [];
    const decrypt = async (...sealed: unknown[]) => {
      opened.push(sealed);
      return privateKey(2);
    };
    expect((await loadStack({ ...request, decrypt })).keys.user).toBe(privateKey(2));
    expect(opened).toEqual([["v1:sealed", "s"]]);
  });

  it("are judged once they are open", async () => {
    await write(accounts("\n      secure: v1:sealed"));
    const decrypt = async () => "not a key";
    const problems = await problemsFrom(() => loadStack({ root, stack: "one", decrypt }));
    expect(problems).toEqual([expect.objectContaining({ path: "accounts.user", problem: "is not valid" })]);
  });
});

it("openSecrets opens values at any depth and nothing that only looks like one", async () => {
  const values = { a: { secure: "1" }, b: [{ secure: "2" }, "x"], c: { secure: "3", other: true } };
  const file = { file: "", values, encryptionSalt: "s", problems: [] };
  expect(await openSecrets(file, async (sealed, salt) => `${salt}-${sealed}`)).toEqual({
    a: "s-1",
    b: ["s-2", "x"],
    c: { secure: "3", other: true },
  });
});
