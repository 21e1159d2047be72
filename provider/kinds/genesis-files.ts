import { sha256 } from "../../lib/digest.ts";
import { readIfThere, writeAtomic } from "../../lib/files.ts";
import { stackFile } from "../../runtimes/common/layout.ts";
import type { Difference } from "../kind.ts";

/** Digests of written files by name, as a resource's output. */
export type Digests = Record<string, string>;

/** Writes each object as JSON. The same object gives the same bytes. */
export async function writeAll(dir: string, contents: Record<string, unknown>): Promise<Digests> {
  const written = Object.entries(contents).map(async ([name, content]) => {
    const text = `${JSON.stringify(content, undefined, 1)}\n`;
    await writeAtomic(stackFile(dir, name), text);
    return [name, sha256(text)] as const;
  });
  return Object.fromEntries(await Promise.all(written));
}

/** Which file is gone or is not what was written. */
export async function observe(dir: string, digests: Digests): Promise<Difference> {
  for (const [name, digest] of Object.entries(digests)) {
    const text = await readIfThere(stackFile(dir, name));
    if (text === undefined) return { changed: ["digests"], reason: `${name} is missing` };
    if (sha256(text) !== digest) return { changed: ["digests"], reason: `${name} was changed` };
  }
  return { changed: [] };
}
