import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { type Entry, folderEntries, writeLayer } from "./layer.ts";

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), "tensora-layer-"));

test("a layer has what it is told, with owners and modes, below folders of its own", async () => {
  const dir = folder();
  const from = path.join(dir, "program");
  fs.writeFileSync(from, "program", { mode: 0o700 });
  const entries: Entry[] = [
    { kind: "folder", path: "/data", mode: 0o777, owner: 65532 },
    { kind: "file", path: "/usr/local/bin/program", mode: 0o755, from },
    { kind: "link", path: "/usr/local/bin/other", target: "program" },
  ];
  const { file, digest, size } = await writeLayer(entries, path.join(dir, "layer.tar"));
  expect(fs.statSync(file).size).toBe(size);
  const listed = execFileSync("tar", ["--numeric-owner", "-tvf", file], { encoding: "utf8" });
  const lines = listed
    .trim()
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").replace(/ \d{4}-\S+ \S+/, ""));
  expect(lines).toEqual([
    "drwxrwxrwx 65532/65532 0 data",
    "drwxr-xr-x 0/0 0 usr",
    "drwxr-xr-x 0/0 0 usr/local",
    "drwxr-xr-x 0/0 0 usr/local/bin",
    "-rwxr-xr-x 0/0 7 usr/local/bin/program",
    "lrwxrwxrwx 0/0 0 usr/local/bin/other -> program",
  ]);
  const again = await writeLayer(entries, path.join(dir, "again.tar"));
  expect(again.digest).toBe(digest);
});

test("of a folder comes what is wanted, in a fixed order", () => {
  const dir = folder();
  fs.mkdirSync(path.join(dir, "b"));
  for (const name of ["b/two.js", "b/two.js.map", "a.js"]) fs.writeFileSync(path.join(dir, name), "");
  const found = folderEntries(dir, "/app", (name) => !name.endsWith(".map"));
  expect(found.map(({ path: at }) => at)).toEqual(["/app/a.js", "/app/b/two.js"]);
});
