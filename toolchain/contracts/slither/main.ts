/** Runs slither over the contracts, as a part of `./tensora test --only contracts`: nothing of weight unexplained. */
import fs from "node:fs";
import path from "node:path";
import { messageOf } from "../../../lib/errors.ts";
import { projectRoot } from "../../../lib/root.ts";
import { analyse } from "./analyse.ts";
import { type Explanation, judge, placeOf } from "./findings.ts";
import { ensureSlither } from "./install.ts";

const TRIAGE = path.join("contracts", "slither.triage.json");

async function main(): Promise<boolean> {
  const explanations = JSON.parse(fs.readFileSync(path.join(projectRoot(), TRIAGE), "utf8")) as Explanation[];
  const findings = await analyse(await ensureSlither());
  const { unexplained, stale } = judge(findings, explanations);
  for (const finding of unexplained) {
    console.log(`${finding.impact.toLowerCase()}: ${finding.check} in ${placeOf(finding)}`);
    console.log(`  ${finding.description.trimEnd().replaceAll("\n", "\n  ")}`);
  }
  if (unexplained.length > 0) console.log(`  next: correct it, or explain in ${TRIAGE} why it stays`);
  for (const finding of stale) console.log(`${TRIAGE}: ${finding} is no longer found`);
  console.log(
    `slither: ${findings.length} findings of high or medium impact, ${unexplained.length} unexplained`,
  );
  return unexplained.length === 0 && stale.length === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
