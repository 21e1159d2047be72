import fs from "node:fs";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";

/** Seconds that another program's apt-get is waited for. */
const LOCK = 300;

/**
 * Installs packages of Debian, as root where apt-get is.
 * @param what what is missing, for the error
 * @throws TensoraError where packages can't be installed
 */
export async function installPackages(what: string, ...packages: string[]): Promise<void> {
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get"))
    throw new TensoraError(`${what} is needed`, {
      next: [`install it, on Debian: \`apt-get install ${packages.join(" ")}\``],
    });
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" } };
  const lock = ["-o", `DPkg::Lock::Timeout=${LOCK}`];
  await execa("apt-get", [...lock, "update", "--quiet"], options);
  await execa("apt-get", [...lock, "install", "--yes", "--no-install-recommends", ...packages], options);
}

/** Installs the package of a program that a test needs, unless the program answers. */
export async function ensurePackaged(program: string, pkg: string): Promise<void> {
  const there = await execa(program, ["--version"], { reject: false });
  if (there.failed) await installPackages(program, pkg);
}
