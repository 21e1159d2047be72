import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../../../lib/root.ts";

/** Makes the supervisor's program where it is older than its sources, as `./tensora` does before anything runs. */
export async function makeSupervisorProgram(): Promise<void> {
  const root = projectRoot();
  const target = path.join(root, ".build", "supervisor.cjs");
  if (timeOf(target) > newest(path.join(root, "runtimes", "process"))) return;
  const temporary = `${target}.${process.pid}`;
  const entry = path.join(root, "runtimes", "process", "supervisor", "main.ts");
  await build({ entryPoints: [entry], outfile: temporary, bundle: true, platform: "node", format: "cjs" });
  fs.renameSync(temporary, target);
}

const timeOf = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newest = (folder: string) =>
  Math.max(
    ...fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((f) => timeOf(path.join(folder, f))),
  );
