// Answers as much of solc's command line as forge uses: --version and --standard-json.
import fs from "node:fs";
import solc from "solc";

const args = process.argv.slice(2);

if (args.includes("--version")) {
  print(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else if (args.includes("--standard-json")) {
  print(solc.compile(fs.readFileSync(0, "utf8"), { import: readSource }));
} else {
  process.stderr.write("this solc answers --version and --standard-json only\n");
  process.exitCode = 1;
}

/** Forge sends the files of its own folder only; the libraries beside it are read as the native compiler does. */
function readSource(file) {
  try {
    return { contents: fs.readFileSync(file, "utf8") };
  } catch (error) {
    return { error: error.message };
  }
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
