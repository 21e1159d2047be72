import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { ProgramError } from "../../lib/errors.ts";
import { programPath } from "../lookup.ts";
import { foundation } from "./contents.ts";
import { writeLayer } from "./layer.ts";

/** Seconds that a registry may take for one image. */
const PATIENCE = 300;

/**
 * Writes an official image with the attendant beside its program: it is pulled by digest, and not changed.
 * @param name of the image that is made
 */
export async function writeOfficial(target: string, base: string, name: string): Promise<void> {
  const layer = await writeLayer(foundation(), `${target}.layer`);
  const options = ["--base", base, "--new_layer", layer.file, "--new_tag", name, "--output", target];
  const command = [programPath("crane"), "append", ...options] as const;
  const [program, ...args] = command;
  const made = await execa(program, args, { reject: false, timeout: PATIENCE * 1000 });
  fs.rmSync(layer.file);
  if (!made.failed) return;
  const exit = { code: made.exitCode ?? null, signal: made.signal ?? null };
  throw new ProgramError(`${base} could not be pulled`, command, exit, made.stderr.split("\n").slice(-10), {
    where: path.basename(target),
    next: [
      "check that its registry is reachable and that you are logged in to it",
      "or build the images locally: `--set runtime.images=made`",
    ],
  });
}
