import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../../../lib/errors.ts";
import { projectRoot } from "../../../lib/root.ts";
import { foundryPath } from "../foundry.ts";
import {
  type CompilerInput,
  type CompilerOutput,
  compile,
  compilerInput,
  contractSources,
  sourcesIn,
} from "../solidity.ts";
import type { Finding } from "./findings.ts";

const SOLC = "0.8.28";

/** What slither prints as JSON. */
interface Answer {
  success: boolean;
  error: string | null;
  results: { detectors?: Finding[] };
}

/**
 * Has slither look at contracts/src, as contracts/slither.config.json says.
 * @param python has slither
 * @throws TensoraError with slither's own words when it gave up
 */
export async function analyse(python: string): Promise<Finding[]> {
  const contracts = path.join(projectRoot(), "contracts");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-slither-"));
  try {
    fs.writeFileSync(path.join(dir, "contracts.json"), JSON.stringify(await buildInfo()));
    const foundry = ["--compile-force-framework", "foundry", "--foundry-ignore-compile"];
    const args = [...foundry, "--foundry-build-info-directory", dir, "--fail-none", "--json", "-"];
    const { stdout, stderr } = await execa(python, ["-m", "slither", ".", ...args], {
      cwd: contracts,
      // it asks forge where the libraries are
      env: { PATH: `${path.dirname(foundryPath("forge"))}${path.delimiter}${process.env.PATH}` },
      reject: false,
      maxBuffer: 1 << 28,
    });
    const { success, error, results } = answerOf(stdout);
    if (!success) throw new TensoraError(`slither failed: ${error ?? stderr.slice(-2000)}`);
    return results.detectors ?? [];
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function answerOf(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return { success: false, error: null, results: {} };
  }
}

/** A compilation as forge's build info, without code: slither reads syntax trees, so nothing need be generated. */
async function buildInfo(): Promise<{ solcVersion: string; input: CompilerInput; output: CompilerOutput }> {
  const own = Object.entries(sourcesIn(contractSources()));
  const input = compilerInput(
    Object.fromEntries(own.map(([file, text]) => [`src/${file}`, text])),
    ["abi"],
    ["ast"],
  );
  const output = await compile(input);
  const nothing = { object: "", sourceMap: "" };
  for (const contract of Object.values(output.contracts).flatMap((file) => Object.values(file))) {
    contract.evm = { bytecode: nothing, deployedBytecode: nothing };
  }
  return { solcVersion: SOLC, input, output };
}
