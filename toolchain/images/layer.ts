import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";

/** Something in an image's file system. Owned by root unless it says otherwise. */
export type Entry = {
  /** Absolute, in the image. */
  path: string;
  /** Of the user and of the group; root's 0 by default. */
  owner?: number;
} & (
  | { kind: "folder"; mode: number }
  | { kind: "file"; mode: number /** A file of this machine. */; from: string }
  | { kind: "text"; mode: number; text: string }
  | { kind: "link"; target: string }
);

/** A layer of an image on disk. */
export interface Layer {
  file: string;
  /** SHA-256 of the file, in hex. */
  digest: string;
  /** Bytes. */
  size: number;
}

/** Writes a layer: the same entries give the same bytes, on every machine and at any time. */
export async function writeLayer(entries: readonly Entry[], file: string): Promise<Layer> {
  const tar = pack();
  const hash = createHash("sha256");
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, passed) {
      hash.update(chunk);
      size += chunk.length;
      passed(null, chunk);
    },
  });
  const written = pipeline(tar, measure, fs.createWriteStream(file));
  for (const entry of withFolders(entries)) await add(tar, entry);
  tar.finalize();
  await written;
  return { file, digest: hash.digest("hex"), size };
}

/** All files of a folder as they will lie in an image, in a fixed order. @param keep which of them are wanted */
export function folderEntries(from: string, to: string, keep: (name: string) => boolean): Entry[] {
  const children = fs.readdirSync(from, { withFileTypes: true });
  return children
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child): Entry[] => {
      const source = path.join(from, child.name);
      const target = `${to}/${child.name}`;
      if (child.isDirectory()) return folderEntries(source, target, keep);
      if (!keep(child.name)) return [];
      if (child.isSymbolicLink()) return [{ kind: "link", path: target, target: fs.readlinkSync(source) }];
      return [
        { kind: "file", path: target, mode: fs.statSync(source).mode & 0o111 ? 0o755 : 0o644, from: source },
      ];
    });
}

/** Each entry after the folders above it, every folder once. */
function* withFolders(entries: readonly Entry[]): Generator<Entry> {
  const known = new Set(["/"]);
  for (const entry of entries) {
    const missing: string[] = [];
    for (let above = path.posix.dirname(entry.path); !known.has(above); above = path.posix.dirname(above)) {
      missing.unshift(above);
      known.add(above);
    }
    for (const folder of missing) yield { kind: "folder", path: folder, mode: 0o755 };
    if (entry.kind === "folder") known.add(entry.path);
    yield entry;
  }
}

function add(tar: ReturnType<typeof pack>, entry: Entry): Promise<void> {
  const owner = entry.owner ?? 0;
  const common = { name: entry.path.slice(1), mtime: new Date(0), uid: owner, gid: owner };
  switch (entry.kind) {
    case "folder":
      return put(tar, { ...common, type: "directory", mode: entry.mode });
    case "link":
      return put(tar, { ...common, type: "symlink", linkname: entry.target, mode: 0o777 });
    case "text":
      return put(tar, { ...common, type: "file", mode: entry.mode }, Buffer.from(entry.text));
    case "file":
      return put(tar, { ...common, type: "file", mode: entry.mode }, fs.readFileSync(entry.from));
  }
}

const put = (tar: ReturnType<typeof pack>, header: Parameters<typeof tar.entry>[0], content?: Buffer) =>
  new Promise<void>((done, failed) => {
    const ended = (error?: Error | null) => (error ? failed(error) : done());
    if (content) tar.entry({ ...header, size: content.length }, content, ended);
    else tar.entry(header, ended);
  });
