// Bundles the programs that node starts often, into .build/. Run by scripts/prepare.sh when a source is newer.
import { build } from "esbuild";
import { fs, path } from "zx";

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: path.resolve(import.meta.dirname, ".."),
  outdir: ".build",
  bundle: true,
  platform: "node",
  target: "node20.18",
  sourcemap: true,
  // Pulumi's SDK must be one instance in a process, solc is 9 MB: both are loaded where they are used.
  // So is the client of Kubernetes, which is large and has optional parts.
  external: [
    "@pulumi/*",
    "@grpc/grpc-js",
    "google-protobuf",
    "solc",
    "@eth-optimism/sdk",
    "ethers",
    "@kubernetes/client-node",
    // It brings weights in files of its own.
    "@energetic-ai/*",
    // Builds the console's page, and is a bundler itself.
    "vite",
  ],
  // They are half of what the client of Docker loads.
  alias: { ssh2: "./scripts/absent.cjs", "@grpc/proto-loader": "./scripts/absent.cjs" },
  logLevel: "warning",
};

/** Services of this project: programs of their own, started by the launchers that are written below. */
const services = {
  "price-feeder": "own",
  "port-forward": "own",
  exporter: "own",
  miner: "model",
  validator: "model",
  console: "own",
};

/** The Pulumi program declares steps and runs none: their code stays outside. */
const withoutSteps = {
  name: "without steps",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ kind, importer }) =>
      kind === "dynamic-import" && importer.endsWith("/steps/registry.ts") ? { external: true } : undefined,
    ),
};

await Promise.all([
  build({
    ...common,
    entryPoints: {
      cli: "cli/main.ts",
      provider: "provider/main.ts",
      builtin: "provider/builtin/main.ts",
      supervisor: "runtimes/process/supervisor/main.ts",
      ...Object.fromEntries(Object.keys(services).map((name) => [name, `programs/${name}/main.ts`])),
    },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    // Code that finds itself by import.meta works in a CommonJS bundle too.
    banner: { js: `const bundleUrl = require("node:url").pathToFileURL(__filename).href;` },
    define: {
      "import.meta.url": "bundleUrl",
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
    },
  }),
  // The Pulumi program awaits at its top level, which only ES modules can.
  build({
    ...common,
    entryPoints: { program: "index.ts" },
    plugins: [withoutSteps],
    // Not named in the bundle: the SDK takes a stack trace for each resource and would read the whole map for the first.
    sourcemap: "external",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    // What CommonJS packages find in their scope.
    banner: {
      js: `import { createRequire as requireFrom } from "node:module";
const { require, __filename, __dirname } = {
  require: requireFrom(import.meta.url), __filename: import.meta.filename, __dirname: import.meta.dirname,
};`,
    },
  }),
]);

const flags = await fs.readJson(path.join(import.meta.dirname, "node-flags.json"));
for (const [name, heap] of Object.entries(services)) {
  const file = path.join(common.absWorkingDir, common.outdir, name);
  const launcher = `#!/bin/sh\nexec "${process.execPath}" ${flags[heap].join(" ")} "${file}.cjs" "$@"\n`;
  await fs.writeFile(file, launcher, { mode: 0o755 });
}
