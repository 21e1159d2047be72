import path from "node:path";
import { type ConfigProblem, messageOf } from "../lib/errors.ts";
import { projectRoot } from "../lib/root.ts";
import type { ImageLock } from "../toolchain/images/lock.ts";
import { OFFICIAL, type OfficialProgram } from "../toolchain/images/official.ts";
import type { OfficialImages } from "../spec/service.ts";
import type { Configuration } from "./defaults.ts";

export interface Official {
  images: OfficialImages;
  problems: ConfigProblem[];
}

/**
 * The official images that a stack asks for, by the digests of the lock file.
 * @returns none where the stack makes its images; a problem for each one whose digest no registry has confirmed
 */
export async function officialImages({ images, imageLock }: Configuration["runtime"]): Promise<Official> {
  if (images !== "official") return { images: {}, problems: [] };
  // Loaded here because most stacks never need it.
  const { lockFile, readLock } = await import("../toolchain/images/lock.ts");
  const file = imageLock === undefined ? lockFile() : path.resolve(projectRoot(), imageLock);
  try {
    return fromLock(readLock(file), file);
  } catch (error) {
    return {
      images: {},
      problems: [{ path: "runtime.imageLock", problem: messageOf(error), fix: `correct ${file}` }],
    };
  }
}

function fromLock(lock: ImageLock, file: string): Official {
  const problems: ConfigProblem[] = [];
  const images: Partial<Record<OfficialProgram, string>> = {};
  for (const program of Object.keys(OFFICIAL) as OfficialProgram[]) {
    const entry = lock[program];
    if (entry === undefined || !entry.digest.startsWith("sha256:"))
      problems.push(unconfirmed(program, entry?.image, file));
    else images[program] = `${entry.image}@${entry.digest}`;
  }
  return { images, problems };
}

const unconfirmed = (program: string, image: string | undefined, file: string): ConfigProblem => ({
  path: "runtime.images",
  problem:
    image === undefined
      ? `is official, but ${file} has no image for ${program}`
      : `is official, but the digest of ${image} is not verified`,
  fix: "run `./tensora images update` on a machine that can reach its registry, or set runtime.images to made",
});
