import fs from "node:fs";
import { gzipSync } from "node:zlib";
import { sha256 } from "../../lib/digest.ts";
import type { DevnetSpec } from "../../spec/devnet.ts";
import { SECRET_FILES } from "../../spec/services.ts";
import { stackFile } from "../common/layout.ts";

/** Bytes of an object of Kubernetes at most. */
const LIMIT = 1024 * 1024;

/**
 * The entries of a service's ConfigMap: its files, packed, in base64.
 * @throws RangeError when they do not fit into one object
 */
export function packedFiles({ dir }: DevnetSpec, files: readonly string[]): Record<string, string> {
  const open = files.filter((file) => !SECRET_FILES.includes(file));
  const entries = open.map((file) => {
    const packed = gzipSync(fs.readFileSync(stackFile(dir, file)), { level: 9 });
    return [`${file}.gz`, packed.toString("base64")] as const;
  });
  const size = entries.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  if (size > LIMIT)
    throw new RangeError(
      `${open.join(", ")} take ${size} bytes, but a Kubernetes object can hold at most 1 MiB`,
    );
  return Object.fromEntries(entries);
}

/** The entries of a service's Secret of files. */
export const secretFiles = ({ dir }: DevnetSpec, files: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    files
      .filter((file) => SECRET_FILES.includes(file))
      .map((file) => [file, fs.readFileSync(stackFile(dir, file)).toString("base64")]),
  );

/** The entries of a service's Secret of environment. */
export const secretEnvironment = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
  );

/** One word for everything besides its manifest that a pod restarts for. */
export const digestOf = (parts: unknown): string => sha256(JSON.stringify(parts)).slice(0, 24);
