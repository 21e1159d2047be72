import path from "node:path";
import { PLACES } from "../../toolchain/images/places.ts";
import { writeArchiveOf } from "../../toolchain/images/image.ts";
import { programPath } from "../../toolchain/index.ts";
import { IMAGES, type Layout } from "./layout.ts";

/** The images that a cluster must have before it can pull any: what holds a pod, and what names Services. */
export async function writeImages({ images }: Layout): Promise<void> {
  const attendant = {
    kind: "file",
    path: PLACES.attendant,
    mode: 0o755,
    from: programPath("attendant"),
  } as const;
  const coredns = { kind: "file", path: "/coredns", mode: 0o755, from: programPath("coredns") } as const;
  const pause = { Entrypoint: [PLACES.attendant, "wait"] };
  await writeArchiveOf(path.join(images, "pause.tar"), IMAGES.pause, [[attendant]], pause);
  await writeArchiveOf(path.join(images, "coredns.tar"), IMAGES.coredns, [[coredns]], {
    Entrypoint: ["/coredns"],
  });
}
