import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { freePort } from "../../lib/free-port.ts";
import { until } from "../../lib/wait.ts";
import { layersOf } from "../../toolchain/images/contents.ts";
import { writeArchiveOf } from "../../toolchain/images/image.ts";
import { OFFICIAL, type OfficialProgram } from "../../toolchain/images/official.ts";
import { programPath } from "../../toolchain/lookup.ts";

export interface Registry {
  /** A lock file that names the images of {@link publishOfficial}, none of them verified. */
  lock: string;
  end(): Promise<void>;
}

/**
 * A real registry on loopback with images of the chain's programs as their projects publish them: the program where
 * their Dockerfiles put it, and nothing of ours beside it.
 */
export async function officialRegistry(): Promise<Registry> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: `${dir}/images` } };
  fs.writeFileSync(`${dir}/config.json`, JSON.stringify({ version: 0.1, storage, http: { addr: host } }));
  const child = spawn(programPath("registry"), ["serve", `${dir}/config.json`], { stdio: "ignore" });
  await until("the registry to answer", async () => (await fetch(`http://${host}/v2/`)).ok, { deadline: 30 });
  const programs = Object.keys(OFFICIAL) as OfficialProgram[];
  for (const program of programs) await publish(program, `${host}/${program}:v1`, dir);
  const entries = programs.map((name) => `${name}:\n  image: ${host}/${name}:v1\n  digest: not verified\n`);
  const lock = `${dir}/images.lock.yaml`;
  fs.writeFileSync(lock, entries.join(""));
  return {
    lock,
    async end() {
      child.kill();
      await until("the registry's end", async () => child.exitCode !== null || child.signalCode !== null, {
        deadline: 30,
      });
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function publish(program: OfficialProgram, reference: string, dir: string): Promise<void> {
  const from = programPath(program);
  const own = layersOf(program)
    .flat()
    .filter((entry) => entry.kind === "file" && entry.from === from);
  const archive = `${dir}/${program}.tar`;
  const contents = own.map((entry) => ({ ...entry, path: OFFICIAL[program] }));
  await writeArchiveOf(archive, reference, [contents], { Entrypoint: [OFFICIAL[program]] });
  await execa(programPath("crane"), ["push", archive, reference]);
  fs.rmSync(archive);
}
