import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chosenEngine, pulumiVersion } from "./find.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-path-"));
  vi.stubEnv("PATH", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

const install = (script: string) =>
  fs.writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

test("Pulumi's engine runs a stack where its CLI is on the PATH, unless the other is asked for", async () => {
  install("echo v3.260.0");
  expect(await pulumiVersion()).toBe("v3.260.0");
  expect(await chosenEngine({})).toBe("pulumi");
  expect(await chosenEngine({ engine: "pulumi" })).toBe("pulumi");
  expect(await chosenEngine({ engine: "embedded" })).toBe("embedded");
});

test.each([
  ["is not there", undefined],
  ["cannot be run", "exit 1"],
])("a CLI that %s leaves it to the embedded engine, and is named when it is asked for", async (_, script) => {
  if (script !== undefined) install(script);
  expect(await chosenEngine({})).toBe("embedded");
  const error = await chosenEngine({ engine: "pulumi" }).catch((thrown) => thrown.explain());
  expect(error).toBe(
    "the Pulumi CLI is not on the PATH\n  next: install the Pulumi CLI, or remove `--engine pulumi`",
  );
});
