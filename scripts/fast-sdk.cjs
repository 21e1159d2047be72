/**
 * Loaded before Pulumi's SDK, for a program that starts fast. The SDK's two heaviest modules come when they are first used,
 * not when they are required: it needs TypeScript and npm's dependency tree to serialise functions, which this project's
 * program never does. And of the errors that it makes for each property of each resource, only to keep their stack, the
 * stack is not looked up in source maps.
 */
const Module = require("node:module");

const LAZY = new Set(["typescript", "@npmcli/arborist"]);
const MAPS = "source-map-support/register";
const load = Module._load;

Module._load = function fast(request, ...rest) {
  if (LAZY.has(request)) return lazily(() => load.call(this, request, ...rest));
  const loaded = load.call(this, request, ...rest);
  if (request === MAPS) mapLess();
  return loaded;
};

function lazily(require) {
  let loaded;
  const real = () => {
    loaded ??= require();
    return loaded;
  };
  // Compiled imports ask for __esModule first, and copy every property when it is not set.
  const get = (_, key) => {
    if (key === "__esModule") return true;
    return key === "default" ? (real().default ?? real()) : real()[key];
  };
  return new Proxy({}, { get, has: (_, key) => key in real() });
}

/** An error that says nothing was not made to be told. Where the SDK wants a resource's place, it asks for all frames. */
function mapLess() {
  const mapped = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, frames) => {
    const isKept = error.message === "" && Error.stackTraceLimit !== Number.POSITIVE_INFINITY;
    return isKept ? [error, ...frames.map((frame) => `    at ${frame}`)].join("\n") : mapped(error, frames);
  };
}
