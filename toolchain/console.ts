import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "./cache.ts";
import type { Ticker } from "./progress.ts";

/** What the console's page is built from, by paths from the project's folder. */
export interface PageSources {
  /** The folder that Vite builds. */
  page: string;
  /** Files that are built into it from elsewhere. */
  besides: readonly string[];
}

/** The folder of what is served, whether it is built or not. */
export const consolePage = (from: PageSources): string =>
  path.join(cacheDir(), "console", contentKey(contents(from)));

/**
 * Builds the console's page, once for each content of its sources.
 * @returns the folder of what is served
 * @throws what Vite throws, which names the file and the line
 */
export async function ensureConsole(from: PageSources, ticker: Ticker): Promise<string> {
  const target = consolePage(from);
  await makeOnce(target, ticker, async (outDir) => {
    const { build } = await import("vite");
    await build({
      root: path.join(projectRoot(), from.page),
      configFile: false,
      envDir: false,
      logLevel: "warn",
      oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
      build: {
        outDir,
        emptyOutDir: true,
        target: "es2022",
        modulePreload: { polyfill: false },
        // A `data:` URL is none of the page's own, which its policy would refuse.
        assetsInlineLimit: 0,
      },
    });
  });
  return target;
}

/** Names and contents, in a stable order. */
function contents({ page: folder, besides }: PageSources): string[] {
  const root = projectRoot();
  const page = fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
  return [...page, ...besides].flatMap((file) => [file, fs.readFileSync(path.join(root, file), "utf8")]);
}
