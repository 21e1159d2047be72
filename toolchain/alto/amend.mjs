// Amends statements of alto 0.0.20 as they are loaded; its files stay as they were published. A source that is not the
// known one is refused: an upgrade must look again.
const OUTCOME = new URL("./outcome.mjs", import.meta.url).href;
const TURNS = new URL("./turns.mjs", import.meta.url).href;

const AMENDMENTS = [
  {
    file: "/@pimlico/alto/esm/rpc/validation/SafeValidator.js",
    // In safe mode the result of a validation comes wrapped in the EntryPoint's DelegateAndRevert, which this ABI lacks.
    from: `        const { errorName, args } = decodeErrorResult({
            abi: pimlicoSimulationsAbi,
            data: resultData
        });`,
    to: "        const { errorName, args } = outcomeOf(resultData, pimlicoSimulationsAbi, viem);",
    imports: `import { outcomeOf } from "${OUTCOME}";\nimport * as viem from "viem";\n`,
  },
  {
    file: "/@pimlico/alto/esm/rpc/validation/SafeValidator.js",
    // op-geth gives a trace 5 s unless it is asked for more, and 30 s at most: enough on a busy machine, if not all
    // operations that come at once are traced at once.
    from: `        const tracerResult = await debug_traceCall(this.config.publicClient, {
            from: zeroAddress,
            to: pimlicoSimulationsAddress,
            data: entryPointSimulationsCallData
        }, {
            tracer: bundlerCollectorTracer,
            stateOverrides
        });`,
    to: `        const tracerResult = await inTurn(() => debug_traceCall(this.config.publicClient, {
            from: zeroAddress,
            to: pimlicoSimulationsAddress,
            data: entryPointSimulationsCallData
        }, {
            timeout: "30s",
            tracer: bundlerCollectorTracer,
            stateOverrides
        }));`,
    imports: `import { inTurn } from "${TURNS}";\n`,
  },
  {
    file: "/@pimlico/alto/esm/rpc/validation/TracerResultParserV07.js",
    // Operations of the same sender that wait already are simulated first, in the same trace: their calls were judged.
    from: "tracerResults.callsFromEntryPoint.find((info) => info.topLevelMethodSig ===",
    to: "ownCalls(tracerResults.callsFromEntryPoint, userOp).find((info) => info.topLevelMethodSig ===",
    imports: `import { ownCalls } from "${OUTCOME}";\n`,
  },
  {
    file: "/@pimlico/alto/esm/rpc/server.js",
    // It has no option for the address that it listens on.
    from: `this.fastify.listen({ port: this.config.port, host: "0.0.0.0" });`,
    to: `this.fastify.listen({ port: this.config.port, host: process.env.LISTEN_HOST ?? "127.0.0.1" });`,
    imports: "",
  },
];

/** A load hook of node's module loader. */
export async function load(url, context, next) {
  const loaded = await next(url, context);
  const amendments = AMENDMENTS.filter(({ file }) => url.endsWith(file));
  if (amendments.length === 0) return loaded;
  let source = String(loaded.source);
  for (const { from, to, imports } of amendments) {
    if (source.split(from).length !== 2) throw new Error(`${url} is not the source that is amended here`);
    source = imports + source.replace(from, () => to);
  }
  return { ...loaded, source };
}
