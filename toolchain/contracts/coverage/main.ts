/** Measures what of contracts/src the tests run, as a part of `./tensora test --only contracts`. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { projectRoot } from "../../../lib/root.ts";
import { foundryPath } from "../foundry.ts";
import { type FileCoverage, percent, readLcov, total } from "./lcov.ts";

/** Percent of lines that the tests must run at least. */
const LEAST = 95;
const contracts = path.join(projectRoot(), "contracts");

async function main(): Promise<boolean> {
  const files = readLcov(await measure()).filter(({ file }) => file.startsWith("src/"));
  for (const { file, lines, branches } of files.filter((one) => percent(one.lines) < 100)) {
    console.log(
      `${file}: ${lines.hit} of ${lines.found} lines, ${branches.hit} of ${branches.found} branches`,
    );
  }
  const all = (what: "lines" | "branches") => total(files.map((file: FileCoverage) => file[what]));
  const [lines, branches] = [all("lines"), all("branches")];
  console.log(
    `coverage: ${percent(lines).toFixed(1)}% of ${lines.found} lines, ` +
      `${percent(branches).toFixed(1)}% of ${branches.found} branches`,
  );
  const enough = lines.found > 0 && percent(lines) >= LEAST;
  if (!enough)
    console.log(`  next: test what is listed above; at least ${LEAST}% of the lines must be covered`);
  return enough;
}

/**
 * Runs the tests without the optimizer, so that each line is found again in the code. Invariants are left out, they
 * run the same lines many times, and gas is another without the optimizer.
 * @returns an LCOV report
 * @throws TensoraError when a test failed
 */
async function measure(): Promise<string> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-coverage-"));
  const report = path.join(dir, "lcov.info");
  const left = ["--no-match-contract", "Invariants|Gas"];
  const args = ["coverage", ...left, "--report", "lcov", "--report-file", report, ...(await remappings())];
  try {
    const { failed, stdout, stderr } = await forge(args);
    if (failed) throw new TensoraError(`forge coverage failed: ${`${stdout}\n${stderr}`.slice(-2000)}`);
    return fs.readFileSync(report, "utf8");
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Forge's own ones as absolute paths: coverage does not find libraries outside of its folder otherwise. */
async function remappings(): Promise<string[]> {
  const { stdout } = await forge(["config", "--json"]);
  const known = (JSON.parse(stdout) as { remappings: string[] }).remappings;
  return known.flatMap((line) => {
    const [from = "", to = ""] = line.split("=");
    return ["--remappings", `${from}=${path.resolve(contracts, to)}/`];
  });
}

/** What it compiles and measures here leaves the other runs' outputs and snapshots alone. */
const forge = (args: string[]) =>
  execa(foundryPath("forge"), args, {
    cwd: contracts,
    reject: false,
    maxBuffer: 1 << 28,
    env: { FORGE_SNAPSHOT_CHECK: "false", FORGE_SNAPSHOT_EMIT: "false" },
  });

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
