// Answers as much of solc's command line as forge uses: --version and --standard-json.
import fs from "node:fs";
import os from "node:os";
import { Worker } from "node:worker_threads";
import { joined, parts } from "./parts.mjs";

const args = process.argv.slice(2);

if (args.includes("--version")) {
  const { default: solc } = await import("solc");
  print(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else if (args.includes("--standard-json")) {
  const question = JSON.parse(fs.readFileSync(0, "utf8"));
  const answers = await Promise.all(parts(question, os.availableParallelism()).map(answer));
  print(JSON.stringify(joined(answers)));
} else {
  process.stderr.write("this solc answers --version and --standard-json only\n");
  process.exitCode = 1;
}

/** Compiles on another thread. */
function answer(question) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./compile.mjs", import.meta.url), { workerData: question });
    worker.once("message", resolve).once("error", reject);
  });
}

/** Writes all of the text before returning: a pipe takes a large answer in pieces. */
function print(text) {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) sent += write(bytes, sent);
}

function write(bytes, from) {
  try {
    return fs.writeSync(1, bytes, from);
  } catch (error) {
    if (error.code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}
