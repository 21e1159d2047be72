import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeAtomic } from "../../lib/files.ts";
import { projectRoot } from "../../lib/root.ts";
import { SCENARIOS } from "../alerts/scenarios.ts";
import { AlertSession, type Sighting } from "../alerts/session.ts";
import { TestStack } from "../e2e/stack.ts";

const stack = new TestStack("soak-alerts");
const seen: Sighting[] = [];
let session: AlertSession;

beforeAll(async () => {
  session = await AlertSession.start(stack);
});
afterAll(async () => {
  await writeAtomic(path.join(projectRoot(), ".tensora", "tests", "alerts.json"), JSON.stringify(seen));
  await stack.remove();
});

test("there is a fault for every rule", () => {
  const covered = new Set(SCENARIOS.flatMap(({ alerts }) => alerts.map((alert) => alert.split(" ")[0])));
  expect([...covered].sort()).toEqual(session.rules);
});

test.each(SCENARIOS)("$fault", async (scenario) => {
  seen.push(...(await session.see(scenario)));
});
