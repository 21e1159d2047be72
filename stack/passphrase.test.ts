import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { passphrase } from "./passphrase.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "passphrase-"));
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(root, { recursive: true, force: true });
});

function withoutEnvironment() {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", undefined);
}

test("many that need one at the same time get the same, and only its owner can read it", async () => {
  withoutEnvironment();
  const given = await Promise.all(Array.from({ length: 20 }, () => passphrase(root)));
  expect(new Set(given).size).toBe(1);
  expect(given[0]).toMatch(/^[\w-]{32}$/);
  expect(await passphrase(root)).toBe(given[0]);
  const folder = path.join(root, ".pulumi");
  expect(fs.readdirSync(folder)).toEqual(["passphrase"]);
  expect(fs.statSync(path.join(folder, "passphrase")).mode & 0o777).toBe(0o600);
});

test("Pulumi's own variables come first, an empty one too", async () => {
  withoutEnvironment();
  const file = path.join(root, "mine");
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(file, "from a file\n");
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", file);
  expect(await passphrase(root)).toBe("from a file");
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "");
  expect(await passphrase(root)).toBe("");
});
