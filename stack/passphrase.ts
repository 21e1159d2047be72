import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { readIfThere, writeSecret } from "../lib/files.ts";

/**
 * The passphrase that seals a stack's secrets: from Pulumi's own variables, else from a file of this checkout that is
 * made at the first need and readable by its owner only. The real CLI finds it by PULUMI_CONFIG_PASSPHRASE_FILE.
 */
export async function passphrase(root: string): Promise<string> {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: named } = process.env;
  if (given !== undefined) return given;
  const file = named ?? path.join(root, ".pulumi", "passphrase");
  return ((await readIfThere(file)) ?? (await made(file))).trim();
}

/** A new passphrase, whole before it has its name: of two stacks that make one at the same time both get the first's. */
async function made(file: string): Promise<string> {
  const own = `${file}.${randomBytes(6).toString("hex")}`;
  await writeSecret(own, `${randomBytes(24).toString("base64url")}\n`);
  try {
    await fs.link(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await fs.rm(own, { force: true });
  }
  return await fs.readFile(file, "utf8");
}
