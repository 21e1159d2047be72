// Bundles the programs that node starts often, into .build/. Run by scripts/prepare.sh when a source is newer.
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");

/** The bundles by name, with the source each starts from. */
const ENTRIES = {
  cli: "cli/main.ts",
  provider: "provider/main.ts",
  supervisor: "runtimes/process/supervisor/main.ts",
};

/** Code that finds itself by import.meta works in a CommonJS bundle too. */
const BANNER = `const bundleUrl = require("node:url").pathToFileURL(__filename).href;`;

const there = Object.entries(ENTRIES).filter(([, source]) => fs.existsSync(path.join(root, source)));

await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(there),
  outdir: ".build",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20.18",
  format: "cjs",
  sourcemap: true,
  define: {
    "import.meta.url": "bundleUrl",
    "import.meta.dirname": "__dirname",
    "import.meta.filename": "__filename",
  },
  banner: { js: BANNER },
  // Pulumi's SDK must be the same instance as the program's, solc is 9 MB: both are loaded where they are used.
  external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "solc"],
  logLevel: "warning",
});
