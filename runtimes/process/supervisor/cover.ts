import fs from "node:fs/promises";
import { credentialsOf, secretUrlOf } from "../../../lib/secret-url.ts";
import type { Descriptor } from "../protocol.ts";

/** Bytes that are looked at at once. */
const PART = 1024 * 1024;

/** What may not stay in a service's log: programs log the URL that they could not reach, with its key. */
export const coveredIn = ({ secretEnv }: Descriptor): string[] =>
  Object.values(secretEnv).flatMap((value) => {
    const url = secretUrlOf(value);
    return url === undefined ? [] : credentialsOf(url);
  });

/**
 * Writes stars over secrets in a log. In place: the service has the file open and appends to it.
 * @param from bytes that were looked at before
 * @returns how far it has looked; what may be the first half of a secret is looked at again
 */
export async function cover(log: string, secrets: readonly string[], from = 0): Promise<number> {
  if (secrets.length === 0) return from;
  const needles = secrets.map((secret) => Buffer.from(secret));
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  const file = await fs.open(log, "r+").catch(() => undefined);
  if (!file) return 0;
  try {
    const { size } = await file.stat();
    let at = size < from ? 0 : from;
    while (at < size) {
      const length = Math.min(PART, size - at);
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), length, position: at });
      const part = buffer.subarray(0, bytesRead);
      for (const needle of needles)
        for (let found = part.indexOf(needle); found >= 0; found = part.indexOf(needle, found)) {
          part.fill("*", found, found + needle.length);
          await file.write(part, found, needle.length, at + found);
        }
      if (bytesRead <= overlap || at + bytesRead >= size) return at + Math.max(0, bytesRead - overlap);
      at += bytesRead - overlap;
    }
    return at;
  } finally {
    await file.close();
  }
}
