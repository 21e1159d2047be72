import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { exclusively } from "../lib/lock.ts";
import type { Ticker } from "./progress.ts";

/** How a second builder waits for the first, which may be too busy to show that it lives. */
const OTHERS = { patience: 3600, every: 500, stale: 20_000 };

/** The folder of everything that is built once and shared by all stacks and work trees of this user. */
export function cacheDir(): string {
  const base = process.env.XDG_CACHE_HOME;
  return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".cache"), "tensora");
}

/** A short name for a content: the same parts give the same name, and no two lists of parts share one. */
export function contentKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex").slice(0, 24);
}

/**
 * Makes a file or folder of the cache once. Of several processes that want it one makes it; the others wait and then
 * find it. `make` gets a temporary path beside the final one, which takes the final name only when `make` succeeds.
 */
export async function makeOnce(
  target: string,
  ticker: Ticker,
  make: (temporary: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (fs.existsSync(target)) return ticker.done("cached");
  try {
    const others = { ...OTHERS, onWait: () => ticker.running("waiting") };
    await exclusively(`${target}.lock`, others, async (lost) => {
      if (fs.existsSync(target)) return ticker.done("cached");
      ticker.running("building");
      await make(cleared(`${target}.partial`), lost);
      fs.renameSync(`${target}.partial`, target);
      ticker.done("built");
    });
  } finally {
    ticker.stop();
  }
}

/** Removes what nobody wanted for longest of the files of a folder. @param count of those that stay */
export function keepNewest(folder: string, wanted: (name: string) => boolean, count: number): void {
  const files = fs
    .readdirSync(folder)
    .filter(wanted)
    .map((name) => path.join(folder, name));
  // Another process may remove the same ones.
  const timed = files.map((file) => ({
    file,
    used: fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  timed.sort((a, b) => b.used - a.used);
  for (const { file } of timed.slice(count)) fs.rmSync(file, { force: true });
}

function cleared(temporary: string): string {
  fs.rmSync(temporary, { recursive: true, force: true });
  return temporary;
}
