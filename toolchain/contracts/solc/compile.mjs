// One question to the compiler, answered in a thread of its own.
import fs from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import solc from "solc";

parentPort?.postMessage(compile(workerData));

/**
 * The compiler takes the question on its stack, which ends at about 1.5 MB: it gets the names of the sources only and
 * asks for each text. Libraries that forge does not send are read as the native compiler does.
 */
function compile({ sources = {}, ...question }) {
  const read = (file) => {
    const contents = sources[file]?.content;
    if (contents !== undefined) return { contents };
    try {
      return { contents: fs.readFileSync(file, "utf8") };
    } catch (error) {
      return { error: error.message };
    }
  };
  const named = Object.fromEntries(Object.keys(sources).map((file) => [file, { urls: [file] }]));
  return JSON.parse(solc.compile(JSON.stringify({ ...question, sources: named }), { import: read }));
}
