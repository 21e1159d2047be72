import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { REGENERATE, stepsDocs } from "./docs.ts";

test(`docs/steps.md is what the registry says, or: ${REGENERATE}`, async () => {
  await expect(stepsDocs()).toMatchFileSnapshot(path.join(projectRoot(), "docs/steps.md"));
});
