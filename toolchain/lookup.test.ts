import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { atLeast, goDirective } from "./go.ts";
import { buildArgs, programDigest, programFile } from "./lookup.ts";
import { type GoRecipe, pinnedVersion, RECIPES, TOOL_NAMES } from "./programs.ts";

const GO_MOD =
  "module m\n\ngo 1.26.0\n\nrequire (\n\texample.org/a v1.2.3\n\texample.org/a/b v2.0.0 // indirect\n)\n";

test("reads a go.mod", () => {
  expect(goDirective(GO_MOD)).toBe("1.26.0");
  expect(pinnedVersion(GO_MOD, "example.org/a")).toBe("v1.2.3");
  expect(pinnedVersion("require example.org/a v1.0.0\n", "example.org/a")).toBe("v1.0.0");
  expect(pinnedVersion(GO_MOD, "example.org/c")).toBeUndefined();
});

test("compares releases by number", () => {
  expect(atLeast("1.26.8", "1.26.0")).toBe(true);
  expect(atLeast("1.9", "1.26")).toBe(false);
  expect(atLeast("20.18.0", "20.18")).toBe(true);
  expect(atLeast("1.26rc1", "1.26.1")).toBe(false);
});

test("the programs report the version that is pinned", () => {
  const args = (name: "op-node" | "op-proposer") => buildArgs(RECIPES[name] as GoRecipe, "out").join(" ");
  expect(args("op-node")).toMatch(/-X \S+\/op-node\/version\.Version=v\d+\.\d+\.\d+/);
  expect(args("op-proposer")).toMatch(/-X main\.Version=v\d+\.\d+\.\d+/);
});

test("tags come before the package, and only where a program has some", () => {
  expect(buildArgs(RECIPES.prometheus as GoRecipe, "out").join(" ")).toContain(" -tags remove_all_sd ");
  expect(buildArgs(RECIPES.alertmanager as GoRecipe, "out")).not.toContain("-tags");
});

test("every program has a place of its own", () => {
  const files = new Set(TOOL_NAMES.map(programFile));
  expect(files.size).toBe(TOOL_NAMES.length);
  expect(programDigest("op-geth")).toMatch(/^[0-9a-f]{24}$/);
});

test("a program of this project is the same in another work tree", async () => {
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-tree-"));
  try {
    // What marks a project's root, and the bundle.
    for (const file of ["toolchain/op-stack/go.mod", ".build/exporter.cjs"]) {
      fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      fs.copyFileSync(path.join(projectRoot(), file), path.join(tree, file));
    }
    await build({
      stdin: {
        contents: `import { programDigest } from "./lookup.ts"; console.log(programDigest("exporter"));`,
        resolveDir: path.join(projectRoot(), "toolchain"),
      },
      outfile: path.join(tree, "digest.cjs"),
      bundle: true,
      platform: "node",
      banner: { js: `const bundleUrl = require("node:url").pathToFileURL(__filename).href;` },
      define: { "import.meta.url": "bundleUrl" },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(tree, "digest.cjs")]);
    expect(stdout.trim()).toBe(programDigest("exporter"));
  } finally {
    fs.rmSync(tree, { recursive: true });
  }
});
