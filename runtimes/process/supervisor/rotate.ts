import fs from "node:fs/promises";
import { ROTATED_LOGS, rotatedLog } from "../layout.ts";

/** Bytes after which a log begins anew. */
export const LOG_LIMIT = 20 * 1024 * 1024;

/**
 * Begins a log anew when it is too long, and keeps the last three. The file is copied and emptied, not renamed: the
 * service has it open and appends to it.
 */
export async function rotate(log: string, limit = LOG_LIMIT): Promise<boolean> {
  const size = await fs.stat(log).then(
    (stat) => stat.size,
    () => 0,
  );
  if (size < limit) return false;
  for (let age = ROTATED_LOGS - 1; age >= 1; age--) {
    await fs.rename(rotatedLog(log, age), rotatedLog(log, age + 1)).catch(ignoreMissing);
  }
  await fs.copyFile(log, rotatedLog(log, 1));
  await fs.truncate(log, 0);
  return true;
}

/** Removes a log with its rotated ones. */
export async function removeLogs(log: string): Promise<void> {
  const old = Array.from({ length: ROTATED_LOGS }, (_, index) => rotatedLog(log, index + 1));
  await Promise.all([log, ...old].map((file) => fs.rm(file, { force: true })));
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
