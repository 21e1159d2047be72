import fs from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface PageFile {
  type: string;
  plain: Buffer;
  gzip: Buffer;
  /** Its name has its hash: it never changes. */
  immutable: boolean;
}

/** The files of the built page by URL path, in memory: a page is some 100 KB. Only what is here is served. */
export async function pageFiles(folder: string): Promise<Map<string, PageFile>> {
  const names = await fs.readdir(folder, { recursive: true });
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const type = TYPES[path.extname(name)];
    if (type === undefined) continue;
    const plain = await fs.readFile(path.join(folder, name));
    const url = `/${name.split(path.sep).join("/")}`;
    files.set(url, { type, plain, gzip: gzipSync(plain), immutable: url.startsWith("/assets/") });
  }
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  return files;
}
