/**
 * Loaded before Pulumi's SDK, for a program that starts fast. The SDK's two heaviest modules come when they are first used,
 * not when they are required: it needs TypeScript and npm's dependency tree to serialise functions, which this project's
 * program never does. And the promises of each property of each resource know the stack that made them only where someone
 * is after leaked ones (PULUMI_DEBUG_PROMISE_LEAKS).
 */
const Module = require("node:module");

const LAZY = new Set(["typescript", "@npmcli/arborist"]);
const load = Module._load;

Module._load = function fast(request, ...rest) {
  if (LAZY.has(request)) return lazily(() => load.call(this, request, ...rest));
  const loaded = load.call(this, request, ...rest);
  if (request.endsWith("/debuggable") && loaded.debugPromiseLeaks === false) stackless(loaded);
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

/** Once: a module is required by many. */
function stackless(debuggable) {
  const traced = debuggable.debuggablePromise;
  if (traced.name === "stackless") return;
  debuggable.debuggablePromise = function stackless(...args) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return traced(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
