import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../lib/root.ts";
import { cacheDir, contentKey, makeOnce } from "./cache.ts";
import type { Ticker } from "./progress.ts";

/** The console's page. */
const PAGE = path.join("programs", "console", "page");
/** What is built into it from elsewhere: what it shares with its server, and the packages as they are locked. */
const BESIDES = [
  path.join("programs", "console", "state.ts"),
  path.join("spec", "services.ts"),
  "package-lock.json",
];

/** The folder of what is served, whether it is built or not. */
export const consolePage = (): string => path.join(cacheDir(), "console", contentKey(sources()));

/**
 * Builds the console's page, once for each content of its sources.
 * @returns the folder of what is served
 * @throws what Vite throws, which names the file and the line
 */
export async function ensureConsole(ticker: Ticker): Promise<string> {
  const target = consolePage();
  await makeOnce(target, ticker, async (outDir) => {
    const { build } = await import("vite");
    await build({
      root: path.join(projectRoot(), PAGE),
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
function sources(): string[] {
  const root = projectRoot();
  const page = fs
    .readdirSync(path.join(root, PAGE), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
  return [...page, ...BESIDES].flatMap((file) => [file, fs.readFileSync(path.join(root, file), "utf8")]);
}
