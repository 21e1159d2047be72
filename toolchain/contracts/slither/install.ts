import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../../../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "../../cache.ts";
import { type OnProgress, Ticker } from "../../progress.ts";
import { installPython, makeEnvironment } from "../../python.ts";

const REQUIREMENTS = path.join(projectRoot(), "toolchain", "contracts", "slither", "requirements.txt");

/**
 * Installs slither, pinned by requirements.txt, into this user's cache unless it is there.
 * @returns the Python that has it
 * @throws TensoraError when there is no Python for it
 */
export async function ensureSlither(onProgress: OnProgress = () => {}): Promise<string> {
  if ((await pythonVersion()) === undefined) await installPython();
  const { stdout: version } = await execa("python3", ["--version"]);
  const key = contentKey([version, fs.readFileSync(REQUIREMENTS, "utf8")]);
  const dir = path.join(cacheDir(), "slither", key);
  const python = (environment: string) => path.join(environment, "bin", "python");
  await makeOnce(dir, new Ticker("slither", onProgress), async (partial, signal) => {
    await makeEnvironment(partial);
    const exactly = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--requirement", REQUIREMENTS];
    await execa(python(partial), ["-m", "pip", "install", "--quiet", ...exactly], { cancelSignal: signal });
  });
  return python(dir);
}

async function pythonVersion(): Promise<string | undefined> {
  const { stdout, failed } = await execa("python3", ["--version"], { reject: false });
  return failed ? undefined : stdout;
}
