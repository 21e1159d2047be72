import fs from "node:fs";
import { execa } from "execa";
import { installPackages } from "./debian.ts";

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

/** @throws TensoraError where packages can't be installed */
export const installPython = () =>
  installPackages("Python 3 with its module venv", "python3", "python3-venv");
