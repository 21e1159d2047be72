import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkGo } from "./go.ts";
import { programPath } from "./lookup.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-go-"));
  fs.writeFileSync(path.join(folder, "go.mod"), "module m\n\ngo 1.26.0\n");
  vi.stubEnv("PATH", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A compiler of a release, which may fetch others by itself or not. */
const install = (release: string, chooser: string) =>
  fs.writeFileSync(path.join(folder, "go"), `#!/bin/sh\necho go${release}\necho ${chooser}\n`, {
    mode: 0o755,
  });
const refusal = () =>
  checkGo(folder).then(
    () => undefined,
    (error) => error.explain() as string,
  );

test("a compiler that is new enough, or fetches one that is, will do", async () => {
  for (const [release, chooser] of [
    ["1.26.3", "local"],
    ["1.22.0", "auto"],
  ] as const) {
    install(release, chooser);
    expect(await refusal()).toBeUndefined();
  }
});

test("one that is missing or too old is named, and where to get another", async () => {
  expect(await refusal()).toBe(
    "Go is not installed: the OP Stack is built with Go 1.26.0 or later\n" +
      "  next: install Go from https://go.dev/dl/, and put its `bin` folder on the PATH",
  );
  for (const [release, chooser] of [
    ["1.25.9", "local"],
    ["1.20.1", "auto"],
  ] as const) {
    install(release, chooser);
    expect(await refusal()).toContain(`Go ${release} is older than 1.26.0: the OP Stack is built with`);
  }
});

test("a program that is not built is named, and what builds it", () => {
  vi.stubEnv("XDG_CACHE_HOME", folder);
  expect(() => programPath("op-geth")).toThrow("op-geth is not built");
});
