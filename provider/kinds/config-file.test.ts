import fs from "node:fs";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { stackFolder, testContext } from "../testing/context.ts";
import { configFileKind as kind } from "./config-file.ts";

const ctx = testContext();
let file: string;
beforeEach(() => {
  file = path.join(stackFolder(), "files", "alertmanager.yml");
});

it("is written for its owner only, and its text is not among the outputs", async () => {
  const { id, outputs } = await kind.create({ file, text: "url: token" }, ctx);
  expect(id).toBe(file);
  expect(fs.readFileSync(file, "utf8")).toBe("url: token");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(outputs)).not.toContain("token");
});

it("says what has changed, on either side, and mends it", async () => {
  const inputs = { file, text: "one" };
  const { id, outputs } = await kind.create(inputs, ctx);
  const diff = (news = inputs) => kind.diff?.(id, inputs, outputs, news, ctx);
  expect(await diff()).toEqual({ changed: [] });
  expect(await diff({ file, text: "two" })).toEqual({ changed: ["text", "digest"] });
  expect(await diff({ file: `${file}2`, text: "one" })).toEqual({ changed: ["file"], replaces: ["file"] });
  fs.writeFileSync(file, "three");
  expect(await diff()).toEqual({ changed: ["digest"], reason: `${file} was changed` });
  fs.rmSync(file);
  expect(await diff()).toEqual({ changed: ["digest"], reason: `${file} is gone` });
  expect(await kind.read(id, inputs, outputs, ctx)).toBeUndefined();
  expect(await kind.update(id, inputs, outputs, inputs, ctx)).toEqual(outputs);
  expect(await diff()).toEqual({ changed: [] });
});

it("goes, and once more", async () => {
  const inputs = { file, text: "one" };
  const { id, outputs } = await kind.create(inputs, ctx);
  await kind.delete(id, inputs, outputs, ctx);
  expect(fs.existsSync(file)).toBe(false);
  await kind.delete(id, inputs, outputs, ctx);
});
