/**
 * Loaded before Pulumi's SDK, for a program that starts fast. What the SDK loads for what this project's program never does
 * comes when it is first used, not when it is required: TypeScript and npm's dependency tree, which serialise functions; the
 * automation API; a tracer, where nobody asked for traces. It does not attach V8's debugger before the program runs: that is
 * for functions too, and happens when the first one is serialised. And the promises of each property of each resource know
 * the stack that made them only where someone is after leaked ones (PULUMI_DEBUG_PROMISE_LEAKS).
 */
const Module = require("node:module");

const load = Module._load;
/** All but its interface, which is asked for spans that go nowhere. */
const TRACER = /^@opentelemetry\/(?!api$)/;

Module._load = function fast(request, parent, ...rest) {
  const real = () => load.call(this, request, parent, ...rest);
  const by = (file) => parent?.filename?.endsWith(`/@pulumi/pulumi/${file}`) === true;
  if (request === "typescript" || request === "@npmcli/arborist") return lazily(real);
  if (request === "./automation" && by("index.js")) return lazily(real);
  if (TRACER.test(request) && by("cmd/run/tracing.js")) return deferred(real);
  if (request.endsWith("/v8Hooks") && by("cmd/run/index.js")) return { isInitializedAsync: async () => {} };
  const loaded = real();
  if (request.endsWith("/debuggable") && loaded.debugPromiseLeaks === false) stackless(loaded);
  return loaded;
};

const once = (make) => {
  let made;
  return () => {
    made ??= make();
    return made;
  };
};

/** A module that is loaded when one of its properties is read. */
function lazily(require) {
  const real = once(require);
  // Compiled imports ask for __esModule first, and copy every property when it is not set.
  const get = (_, key) => {
    if (key === "__esModule") return true;
    return key === "default" ? (real().default ?? real()) : real()[key];
  };
  return new Proxy({}, { get, has: (_, key) => key in real() });
}

/** A module of functions and classes, which is loaded when one of them is called: its importer takes them out at once. */
function deferred(require) {
  const real = once(require);
  const member = (key) =>
    new Proxy(function later() {}, {
      apply: (_, self, args) => Reflect.apply(real()[key], self, args),
      construct: (_, args) => Reflect.construct(real()[key], args),
      get: (_, inner) => real()[key][inner],
    });
  return new Proxy({}, { get: (_, key) => member(key) });
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
