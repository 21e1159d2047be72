import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Gives a run of tests a folder for temporary files, and removes it with all that they have left there. */
export default function temporary(): () => void {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-tests-"));
  process.env.TMPDIR = dir;
  return () => fs.rmSync(dir, { recursive: true, force: true });
}
