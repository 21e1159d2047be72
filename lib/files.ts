import fs from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";

/** Replaces a file in one step (temporary file, fsync, rename); its mode is set before it gets its name. */
export async function writeAtomic(file: string, content: string | Buffer, mode = 0o644): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  await writeFileAtomic(file, content, { mode, fsync: true });
}

/** A file that holds a secret: readable by its owner only. */
export const writeSecret = (file: string, content: string) => writeAtomic(file, content, 0o600);

/** The text of a file, or undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
