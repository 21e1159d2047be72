import fs from "node:fs/promises";
import { readIfThere, writeSecret } from "../../lib/files.ts";

/** A step's memory between two attempts: a small JSON document, replaced atomically, mode 0600. */
export class Journal {
  constructor(private readonly file: string) {}

  async read<T>(): Promise<T | undefined> {
    const text = await readIfThere(this.file);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  async write(value: unknown): Promise<void> {
    await writeSecret(this.file, `${JSON.stringify(value)}\n`);
  }

  async clear(): Promise<void> {
    await fs.rm(this.file, { force: true });
  }
}
