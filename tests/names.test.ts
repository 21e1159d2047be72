import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { ALL_SERVICES, SERVICE_NAMES } from "../spec/services.ts";

/**
 * The catalogue alone says what a service is called. Names with a hyphen are nothing else's, so they are looked for wherever
 * code has them, in a longer text as well. `batcher`, `l1` and the like are also words for accounts, sections of a stack file
 * and resources, so they are looked for where only a service can be meant: in calls that take one, after `services`, where
 * something is compared, and as the job of a metric.
 *
 * Not looked at:
 * - golden files, which are no code, and the unit test of a service's own component: both say what that service is started with
 * - the example values of the charts, which Helm reads
 * - `scripts/*.mjs`, which make programs of all this, and so cannot import it
 */
const CATALOGUE = "spec/services.ts";
const OWN_TESTS: readonly string[] = ALL_SERVICES.flatMap(({ name, role }) => [name, role]).map(
  (component) => `components/${component}.test.ts`,
);
const any = (names: readonly string[]) => names.join("|");
const hyphenated = any(SERVICE_NAMES.filter((name) => name.includes("-")));
const all = any(SERVICE_NAMES);
const MEANT = [
  new RegExp(`(?<![\\w/.-])(?:${hyphenated})(?![\\w/-])`),
  new RegExp(
    `\\b(?:launch|placement|url|handle|volume|placeOf|serviceSpec|pageOf)\\([^()]*["'\`](?:${all})["'\`]`,
  ),
  new RegExp(`\\bservices(?:\\?)?(?:\\.|\\[["'\`])(?:${all})\\b`),
  new RegExp(`\\b(?:name|service|neighbour|job) [!=]== ["'\`](?:${all})["'\`]`),
  new RegExp(`\\bjob=\\\\?"(?:${all})\\b`),
];

const listed = execFileSync("git", ["ls-files", "*.ts", "*.tsx"], { cwd: projectRoot(), encoding: "utf8" });
const sources = listed
  .split("\n")
  .filter((file) => file !== "" && file !== CATALOGUE && !OWN_TESTS.includes(file));

/** Without comments and what is imported from where. */
const codeOf = (file: string) =>
  fs
    .readFileSync(path.join(projectRoot(), file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
    .split("\n")
    .map((line) => line.replace(/^\s*\/\/.*| from ".*/, ""));

test("no file but the catalogue holds a service's name", () => {
  expect(sources.length).toBeGreaterThan(500);
  const found = sources.flatMap((file) =>
    codeOf(file).flatMap((line, index) =>
      MEANT.some((meant) => meant.test(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
    ),
  );
  expect(found).toEqual([]);
});
