import path from "node:path";
import { ensurePrograms } from "../../toolchain/index.ts";
import { type ImageState, lockFile, lookUp, readLock, writeLock } from "../../toolchain/images/lock.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { bad, faint, good, warn } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";

export interface ImagesOptions {
  json?: boolean;
  /** Another lock file than the project's. */
  file?: string;
}

/** Says what the registries have in place of what is locked; all is well only when each image is as locked. */
export async function checkImages(options: ImagesOptions): Promise<ExitCode> {
  const states = await ask(options);
  show(states, options);
  return states.every(({ state }) => state === "as locked") ? EXIT.ok : EXIT.failed;
}

/** Locks what the registries have now. Fails when one does not answer. */
export async function updateImages(options: ImagesOptions): Promise<ExitCode> {
  const states = await ask(options);
  await writeLock(fileOf(options), states);
  show(states, options);
  return states.every(({ state }) => state !== "no answer") ? EXIT.ok : EXIT.failed;
}

const fileOf = ({ file }: ImagesOptions) => (file === undefined ? lockFile() : path.resolve(file));

async function ask(options: ImagesOptions): Promise<ImageState[]> {
  await ensurePrograms(["crane"], ({ what, state }) => {
    if (state === "built") console.error(`${what}: built`);
  });
  return lookUp(readLock(fileOf(options)));
}

const COLOURS = { "as locked": good, drifted: bad, "not verified": warn, "no answer": bad } as const;

function show(states: readonly ImageState[], { json = false }: ImagesOptions): void {
  if (json) {
    console.log(JSON.stringify(states, undefined, 2));
    return;
  }
  const rows = states.map(({ name, image, state, found }) => [
    name,
    image,
    COLOURS[state](state),
    faint(found),
  ]);
  console.log(columns(rows, ["program", "image", "state", "the registry's digest"]).join("\n"));
}
