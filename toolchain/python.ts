import fs from "node:fs";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";

/** Makes a folder for packages of Python. Debian's Python comes without the module that does. */
export async function makeEnvironment(dir: string): Promise<void> {
  const make = () => execa("python3", ["-m", "venv", dir]);
  try {
    await make();
  } catch {
    await installPython();
    fs.rmSync(dir, { recursive: true, force: true });
    await make();
  }
}

/** Where packages can be installed: as root on Debian. */
export async function installPython(): Promise<void> {
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get")) throw noPython();
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execa("apt-get", ["update", "--quiet"], { env });
  await execa("apt-get", ["install", "--yes", "--no-install-recommends", "python3", "python3-venv"], { env });
}

export const noPython = () =>
  new TensoraError("Python 3 with its module venv is needed", {
    next: ["install them, on Debian: `apt-get install python3-venv`"],
  });
