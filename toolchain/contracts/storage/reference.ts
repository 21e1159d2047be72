import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../../../lib/errors.ts";
import { projectRoot } from "../../../lib/root.ts";
import { type Sources, sourcesIn } from "../solidity.ts";

const FOLDER = "contracts/src";

/**
 * The contracts as they were at a commit, tag or branch.
 * @throws TensoraError when there is no such commit, or it has no contracts
 */
export async function sourcesAt(ref: string, root = projectRoot()): Promise<Sources> {
  const commit = await git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (commit === undefined) {
    throw new TensoraError(`there is no commit \`${ref}\``, {
      where: root,
      next: ["use a commit, a tag or a branch, or `deployed`"],
    });
  }
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-contracts-"));
  try {
    const archive = path.join(dir, "contracts.tar");
    const made = await git(root, "archive", "--format=tar", `--output=${archive}`, commit, FOLDER);
    if (made === undefined) throw new TensoraError(`commit \`${ref}\` has no ${FOLDER}`, { where: root });
    await execa("tar", ["-xf", archive, "-C", dir]);
    return sourcesIn(path.join(dir, FOLDER));
  } finally {
    await fs.rm(dir, { recursive: true, force: true });
  }
}

/** What git answers; nothing where it fails. */
async function git(root: string, ...args: string[]): Promise<string | undefined> {
  const { stdout, failed } = await execa("git", args, { cwd: root, reject: false });
  return failed ? undefined : stdout.trim();
}
