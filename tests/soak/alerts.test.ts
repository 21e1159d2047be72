import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeAtomic } from "../../lib/files.ts";
import { projectRoot } from "../../lib/root.ts";
import { REMEMBERED_FAULTS, SCENARIOS, TOGETHER } from "../alerts/scenarios.ts";
import { AlertSession, type Sighting } from "../alerts/session.ts";
import { TestStack } from "../e2e/stack.ts";

const stack = new TestStack("soak-alerts");
const seen: Sighting[] = [];
let session: AlertSession;

beforeAll(async () => {
  session = await AlertSession.start(stack, { subnets: true });
});
afterAll(async () => {
  await writeAtomic(path.join(projectRoot(), ".tensora", "tests", "alerts.json"), JSON.stringify(seen));
  await stack.remove();
});

test("there is a fault for every rule", () => {
  const covered = new Set(SCENARIOS.flatMap(({ alerts }) => alerts.map((alert) => alert.split(" ")[0])));
  expect([...covered].sort()).toEqual(session.rules);
});

test("a stack that is well has no alerts", async () => expect(await session.watch.firing()).toEqual([]));

test("every panel of every dashboard has data", () => session.dashboards());

const named = (scenarios: readonly { fault: string }[]) => scenarios.map(({ fault }) => fault).join("; ");

test.each(TOGETHER.map((scenarios) => [named(scenarios), scenarios] as const))("%s", async (_, scenarios) => {
  seen.push(...(await Promise.all(scenarios.map(session.see))).flat());
});

test(named(REMEMBERED_FAULTS), async () => {
  const came = [];
  for (const scenario of REMEMBERED_FAULTS) came.push({ scenario, took: await session.comes(scenario) });
  seen.push(...(await Promise.all(came.map(({ scenario, took }) => session.goes(scenario, took)))).flat());
});
