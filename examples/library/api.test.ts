import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { exported, libraryDocs, REGENERATE } from "./api.ts";

test(`docs/library.md is what the docstrings say, or: ${REGENERATE}`, async () => {
  await expect(libraryDocs()).toMatchFileSnapshot(path.join(projectRoot(), "docs/library.md"));
});

test("everything that is exported is declared where it is said to be, and has a docstring", () => {
  const found = exported();
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(["Devnet", "loadObject", "L1"]));
  for (const { name, kind, file, says } of found) {
    expect(kind, `${name} in ${file}`).toMatch(/\w/);
    expect(says, `${name} in ${file}`).toMatch(/\w/);
  }
});
