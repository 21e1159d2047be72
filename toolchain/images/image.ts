import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import { sha256 } from "../../lib/digest.ts";
import { cacheDir, contentKey, keepNewest, makeOnce } from "../cache.ts";
import { programDigest } from "../lookup.ts";
import type { ToolName } from "../programs.ts";
import { type OnProgress, Ticker } from "../progress.ts";
import { writeOfficial } from "./append.ts";
import { CONTAINER_USER, entrypointOf, layersOf } from "./contents.ts";
import { type Entry, type Layer, writeLayer } from "./layer.ts";

/** Raised when images of the same programs are made in another way. */
const MAKE = "1";
/** Images of a program that the cache keeps, those last used: each change of a program makes one more, of 100 MB and more. */
const KEPT = 4;

/** What decides an image: its program, what stands beside it, how it is made. Known before the image is made. */
export function imageKey(program: ToolName, official?: string): string {
  if (official !== undefined) return contentKey([MAKE, official, programDigest("attendant")]);
  return contentKey([MAKE, programDigest(program), programDigest("attendant")]);
}

/** An image's name and tag, such as `tensora/op-geth:3f9c…`: another program is another tag. */
export const imageName = (program: ToolName, official?: string) =>
  `tensora/${program}:${imageKey(program, official)}`;

/** Digest of the program that an image runs, so that an upgrade is seen. */
export const imageVersion = (program: ToolName, official?: string) =>
  official === undefined ? programDigest(program) : imageKey(program, official);

/** A program's image, made from the toolchain's program or from the official image that is named. */
export interface ImageSource {
  program: ToolName;
  /** With its digest, such as `…/op-node:v1.18.1@sha256:…`. */
  official?: string;
}

/**
 * Makes a program's image unless it is in the cache. The program must be built, or its official image be there.
 * @returns the path of an archive as `docker load` takes it
 */
export async function ensureImage(
  { program, official }: ImageSource,
  onProgress: OnProgress = () => {},
): Promise<string> {
  const file = path.join(cacheDir(), "images", `${program}-${imageKey(program, official)}.tar`);
  const ticker = new Ticker(`image of ${program}`, onProgress);
  await makeOnce(file, ticker, (temporary) =>
    official === undefined
      ? writeImage(program, temporary)
      : writeOfficial(temporary, official, imageName(program, official)),
  );
  const now = new Date();
  fs.utimesSync(file, now, now);
  keepNewest(path.dirname(file), (name) => name.startsWith(`${program}-`) && name.endsWith(".tar"), KEPT);
  return file;
}

const writeImage = (program: ToolName, target: string) =>
  writeArchiveOf(target, imageName(program), layersOf(program), {
    User: `${CONTAINER_USER}:${CONTAINER_USER}`,
    Entrypoint: entrypointOf(program),
    WorkingDir: "/",
    Env: ["PATH=/usr/local/bin"],
    Labels: { "org.opencontainers.image.title": program },
  });

/**
 * Writes an image as an archive that docker, containerd and clients of registries read.
 * @param config of its containers, by the image specification of the Open Container Initiative
 */
export async function writeArchiveOf(
  target: string,
  name: string,
  contents: readonly (readonly Entry[])[],
  config: Record<string, unknown>,
): Promise<void> {
  const folder = `${target}.layers`;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  try {
    const layers: Layer[] = [];
    for (const [index, entries] of contents.entries()) {
      layers.push(await writeLayer(entries, path.join(folder, `${index}.tar`)));
    }
    await writeArchive(target, name, describe(config, layers), layers);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const describe = (config: Record<string, unknown>, layers: readonly Layer[]) =>
  JSON.stringify({
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    created: new Date(0).toISOString(),
    config,
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
    history: layers.map(() => ({ created: new Date(0).toISOString() })),
  });

/** An archive with a manifest, as docker, containerd and registry clients read it. */
async function writeArchive(target: string, name: string, config: string, layers: readonly Layer[]) {
  const tar = pack();
  const written = pipeline(tar, fs.createWriteStream(target));
  const configFile = `${sha256(config)}.json`;
  const fileOf = ({ digest }: Layer) => `${digest}.tar`;
  const manifest = [{ Config: configFile, RepoTags: [name], Layers: layers.map(fileOf) }];
  const header = (file: string, size: number) => ({ name: file, size, mtime: new Date(0) });
  tar.entry(header("manifest.json", Buffer.byteLength(JSON.stringify(manifest))), JSON.stringify(manifest));
  tar.entry(header(configFile, Buffer.byteLength(config)), config);
  for (const layer of layers) {
    await pipeline(fs.createReadStream(layer.file), tar.entry(header(fileOf(layer), layer.size)));
  }
  tar.finalize();
  await written;
}
