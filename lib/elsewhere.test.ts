import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { placeElsewhere } from "./elsewhere.ts";

let above: string;
let root: string;
beforeEach(() => {
  above = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-elsewhere-")));
  root = path.join(above, "checkout");
  fs.mkdirSync(root);
});
afterEach(() => fs.rmSync(above, { recursive: true }));

const dirOf = (checkout: string, stack = "dev") => path.join(checkout, ".tensora", stack);
const said = (inputs: Record<string, unknown>) => placeElsewhere(inputs, { root, stack: "dev" })?.explain();

it("takes what lies in the stack's own folder, there or not", () => {
  expect(said({ dir: dirOf(root) })).toBeUndefined();
  expect(said({ folder: path.join(dirOf(root), "data", "l1") })).toBeUndefined();
  expect(said({ registry: "/elsewhere", other: 1 })).toBeUndefined();
});

it("takes a checkout that is reached by a symbolic link, and stacks that lie on another disk", () => {
  const link = path.join(above, "link");
  fs.symlinkSync(root, link);
  expect(said({ dir: dirOf(link) })).toBeUndefined();
  expect(placeElsewhere({ dir: dirOf(root) }, { root: link, stack: "dev" })).toBeUndefined();
  const disk = path.join(above, "disk");
  fs.mkdirSync(disk);
  fs.symlinkSync(disk, path.join(root, ".tensora"));
  expect(said({ file: path.join(dirOf(root), "files", "jwt") })).toBeUndefined();
});

it.each([
  "dir",
  "file",
  "folder",
])("refuses a %s of another checkout, with both paths and where to go", (name) => {
  const other = path.join(above, "other");
  fs.mkdirSync(other);
  fs.writeFileSync(path.join(other, "Pulumi.yaml"), "");
  const text = said({ [name]: path.join(dirOf(other), "data") });
  expect(text).toContain(`${dirOf(other)}, not ${dirOf(root)}`);
  expect(text).toContain(`\`cd ${other}\``);
});

it("says how a checkout that was moved finds its stacks", () => {
  const former = path.join(above, "former");
  expect(said({ dir: dirOf(former) })).toContain(`ln -s ${root} ${former}`);
  fs.symlinkSync(root, former);
  expect(said({ dir: dirOf(former) })).toBeUndefined();
});

it("refuses another stack's folder, and a way out of its own", () => {
  expect(said({ dir: dirOf(root, "other") })).toContain("rename the stack back to other");
  expect(said({ folder: `${dirOf(root)}/../../../dev/data` })).toContain("belongs to another folder");
  expect(said({ folder: `${dirOf(root)}-more/data` })).toContain("belongs to another folder");
});
