import { createRequire } from "node:module";
import path from "node:path";
import { TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * The absolute path of one of Foundry's programs. It is the binary inside npm's package for this platform: the
 * launcher that npm puts in `.bin` ends with 0 even when the program failed.
 * @throws TensoraError when npm has none for this platform
 */
export function foundryPath(program: "forge" | "cast"): string {
  const platform = `${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  const file = `@foundry-rs/${program}-${platform}/bin/${program}`;
  try {
    return createRequire(path.join(projectRoot(), "package.json")).resolve(file);
  } catch (cause) {
    throw new TensoraError(`${program} is not available for ${platform}`, { cause, next: ["run `npm ci`"] });
  }
}
