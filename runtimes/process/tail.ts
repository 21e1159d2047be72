import fs from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { rotatedLog } from "./layout.ts";

/** Bytes from a log's end in which its last lines are looked for. */
const WINDOW = 64 * 1024;
/** Milliseconds between two looks at a log that is followed. */
const LOOK = 200;

/** The last lines of a log; none where there is no log. */
export async function lastLines(log: string, count: number): Promise<string[]> {
  const size = await sizeOf(log);
  const text = await readFrom(log, Math.max(0, size - WINDOW));
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return count > 0 ? lines.slice(-count) : [];
}

/**
 * Whatever is written to a log from now on, also across rotations; also of a log that is yet to come.
 * @param signal ends it
 */
export async function* follow(log: string, signal: AbortSignal, from?: number): AsyncGenerator<string> {
  let position = from ?? (await sizeOf(log));
  while (!signal.aborted) {
    const size = await sizeOf(log);
    if (size < position) {
      // It was rotated: its rest is in the copy.
      yield await readFrom(rotatedLog(log, 1), position);
      position = 0;
    }
    if (size > position) {
      const text = await readFrom(log, position, size);
      position = size;
      yield text;
    } else await sleep(LOOK, undefined, { signal }).catch(() => {});
  }
}

async function sizeOf(file: string): Promise<number> {
  return fs.stat(file).then(
    (stat) => stat.size,
    () => 0,
  );
}

async function readFrom(file: string, start: number, end?: number): Promise<string> {
  const handle = await fs.open(file, "r").catch(() => undefined);
  if (!handle) return "";
  try {
    const length = Math.max(0, (end ?? (await handle.stat()).size) - start);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await handle.close();
  }
}
