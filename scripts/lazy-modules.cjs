/**
 * Loaded before Pulumi's SDK: its two heaviest modules come when they are first used, not when they are required. The SDK
 * needs TypeScript and npm's dependency tree to serialise functions, which this project's program never does; without
 * them it is there in a third of the time.
 */
const Module = require("node:module");

const LAZY = new Set(["typescript", "@npmcli/arborist"]);
const load = Module._load;

Module._load = function lazily(request, ...rest) {
  if (!LAZY.has(request)) return load.call(this, request, ...rest);
  let loaded;
  const real = () => {
    loaded ??= load.call(this, request, ...rest);
    return loaded;
  };
  // Compiled imports ask for __esModule first, and copy every property when it is not set.
  const get = (_, key) => {
    if (key === "__esModule") return true;
    return key === "default" ? (real().default ?? real()) : real()[key];
  };
  return new Proxy({}, { get, has: (_, key) => key in real() });
};
