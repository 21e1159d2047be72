import fs from "node:fs";
import { execa } from "execa";

/** The share of the disk that is written to be too full. */
const SHARE = 0.01;

const shares = (dir: string) => {
  const { blocks, bfree, bavail, bsize } = fs.statfsSync(dir);
  const usable = blocks - bfree + bavail;
  return { free: bavail / usable, bytes: usable * bsize };
};

/** The free share of a disk at which an alert is to be given: a little less than there is. */
export const nearlyTooFull = (dir: string) => Math.max(0, Number((shares(dir).free - SHARE).toFixed(4)));

/** Makes a file after which less is free than that. */
export async function fill(file: string): Promise<void> {
  fs.writeFileSync(file, "");
  const bytes = Math.ceil(2 * SHARE * shares(file).bytes);
  await execa("fallocate", ["--length", String(bytes), file]);
}
