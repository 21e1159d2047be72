import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { stackFolder, testContext } from "../testing/context.ts";
import { jwtSecretKind as kind } from "./jwt-secret.ts";

const ctx = testContext();
const SECRET = `0x${"5e".repeat(32)}`;
let file: string;
beforeEach(() => {
  file = path.join(stackFolder(), "jwt");
});

/** As the state has it after `create`. */
async function made() {
  const { id, outputs } = await kind.create({ file }, ctx);
  return { id, outputs, diff: () => kind.diff?.(id, { file }, outputs, { file }, ctx) };
}

describe("a JWT secret", () => {
  it("is made once, for its owner only", async () => {
    const { id, outputs, diff } = await made();
    const text = fs.readFileSync(file, "utf8");
    expect(text).toMatch(/^[0-9a-f]{64}$/);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(await diff()).toEqual({ changed: [] });
    expect(await kind.create({ file }, ctx)).toEqual({ id, outputs });
    expect(fs.readFileSync(file, "utf8")).toBe(text);
    expect(JSON.stringify(outputs)).not.toContain(text);
  });

  it("adopts a valid secret and replaces anything else", async () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${SECRET}\n`, { mode: 0o644 });
    await made();
    expect(fs.readFileSync(file, "utf8")).toBe(`${SECRET}\n`);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.writeFileSync(file, "short");
    await made();
    expect(fs.readFileSync(file, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("says why it is not as it was, and mends it", async () => {
    const { id, outputs, diff } = await made();
    const mend = () => kind.update(id, { file }, outputs, { file }, ctx);
    fs.chmodSync(file, 0o644);
    expect(await diff()).toEqual({ changed: ["mode"], reason: `${file} can be read by others` });
    expect(await mend()).toEqual(outputs);
    expect(await diff()).toEqual({ changed: [] });
    fs.writeFileSync(file, SECRET);
    expect(await diff()).toEqual({ changed: ["digest"], reason: `${file} was changed` });
    fs.rmSync(file);
    expect(await diff()).toEqual({ changed: ["digest"], reason: `${file} is gone` });
    expect(await kind.read(id, { file }, outputs, ctx)).toBeUndefined();
    expect((await mend()).digest).not.toBe(outputs.digest);
  });

  it("moves with its path, and goes", async () => {
    const { id, outputs } = await made();
    const moved = await kind.diff?.(id, { file }, outputs, { file: `${file}2` }, ctx);
    expect(moved).toEqual({ changed: ["file"], replaces: ["file"] });
    await kind.delete(id, { file }, outputs, ctx);
    expect(fs.existsSync(file)).toBe(false);
    await kind.delete(id, { file }, outputs, ctx);
  });
});
