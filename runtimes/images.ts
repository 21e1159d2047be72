import type * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { ImageSource } from "../toolchain/images/image.ts";
import type { ProgramName } from "../spec/services.ts";

/** Images that are made and carried at a time: more only share the machine's processors. */
const LANES = 2;

/**
 * One image for all services that run a program. They come in the order in which services ask for them, so that the first
 * services don't wait for the last ones' images.
 */
export function imagesOf<Image extends pulumi.Resource>(
  { runtime }: DevnetSpec,
  make: (source: ImageSource & { program: ProgramName }, options: pulumi.CustomResourceOptions) => Image,
): (program: ProgramName) => Image {
  const images = new Map<ProgramName, Image>();
  return (program) => {
    const known = images.get(program);
    if (known) return known;
    const official = runtime.images[program];
    const before = [...images.values()].at(-LANES);
    const source = official === undefined ? { program } : { program, official };
    const image = make(source, { dependsOn: before ? [before] : [] });
    images.set(program, image);
    return image;
  };
}
