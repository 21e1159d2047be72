import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";

const DOCUMENTS = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...documentsIn("docs"),
  ...documentsIn("docs/runbooks"),
];

/** Every relative link of a document, without its anchor. */
function linksOf(document: string): string[] {
  const text = fs.readFileSync(path.join(projectRoot(), document), "utf8");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.replace(/#.*/, ""));
}

function documentsIn(folder: string): string[] {
  const names = fs.readdirSync(path.join(projectRoot(), folder));
  return names.filter((name) => name.endsWith(".md")).map((name) => path.join(folder, name));
}

test.each(DOCUMENTS)("%s links to files that exist", (document) => {
  const broken = linksOf(document).filter(
    (target) => !fs.existsSync(path.join(projectRoot(), path.dirname(document), target)),
  );
  expect(broken).toEqual([]);
});

test("the specification's map has code and a check for every sentence", () => {
  const text = fs.readFileSync(path.join(projectRoot(), "docs", "spec.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| the spec"));
  expect(rows.length).toBeGreaterThan(60);
  const incomplete = rows.filter((row) => {
    const cells = row.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim());
    return cells.length !== 3 || cells.some((cell) => cell === "");
  });
  expect(incomplete).toEqual([]);
});
