import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { registrationsOf } from "../../components/testing/registrations.ts";
import { loadStack } from "../../config/index.ts";
import { projectRoot } from "../../lib/root.ts";
import { drawn } from "./draw.ts";
import { graphOf } from "./graph.ts";

const REGENERATE = "npx vitest run cli/graph/architecture.test.ts -u";
const DOCUMENT = path.join(projectRoot(), "docs/architecture.md");
const BLOCK = new RegExp(`(?<=<!-- Drawn by \`${REGENERATE}\`. -->\n\`\`\`\n)[^\`]*(?=\`\`\`)`);

test(`docs/architecture.md draws the order of stack local, or: ${REGENERATE}`, async () => {
  const text = fs.readFileSync(DOCUMENT, "utf8");
  expect(text).toMatch(BLOCK);
  const registered = await registrationsOf(await loadStack({ root: projectRoot(), stack: "local" }));
  const lines = drawn(graphOf(registered));
  await expect(text.replace(BLOCK, `${lines.join("\n")}\n`)).toMatchFileSnapshot(DOCUMENT);
});
