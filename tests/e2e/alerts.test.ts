import fs from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DASHBOARDS } from "../../monitoring/dashboards/index.ts";
import { BATCHER, CRASHES, FEEDER, PROPOSER, SEQUENCER } from "../alerts/scenarios.ts";
import { AlertSession } from "../alerts/session.ts";
import { TestStack } from "./stack.ts";

/** Faults done to a real stack, each alert seen to come in its time and to go. `./tensora soak alerts` has them all. */
const stack = new TestStack("e2e-alerts");
let session: AlertSession;

beforeAll(async () => {
  session = await AlertSession.start(stack, { subnets: false });
});
afterAll(() => stack.remove());

test("a stack that is well has no alerts", async () => expect(await session.watch.firing()).toEqual([]));

test("every panel of the dashboards has data, but for those of subnets, which the stack has none of", () =>
  session.dashboards({ without: "Tensora: subnets" }));

test("dashboards are written with what runs Grafana on them", async () => {
  const { exitCode, stdout, all } = await stack.run("dashboards");
  expect(exitCode, all).toBe(0);
  const folder = path.dirname(stdout.trim());
  expect((await fs.readdir(path.join(folder, "dashboards"))).sort()).toEqual(
    DASHBOARDS.map(({ uid }) => `${uid}.json`).sort(),
  );
  const source = await fs.readFile(path.join(folder, "provisioning", "datasources", "tensora.yaml"), "utf8");
  expect(source).toContain(`url: ${session.prometheus}`);
});

test("batcher and proposer without money, a price feeder that hangs: alerts of batches, outputs, balances and the price", async () => {
  // At the same time: they do not disturb each other.
  const seen = await Promise.all([BATCHER, PROPOSER, FEEDER].map(session.see));
  expect(seen.flat().map(({ alert }) => alert)).toContain("PriceStale of exporter");
});

test("a sequencer that hangs: no blocks, and a deposit does not arrive", () => session.see(SEQUENCER));

test("a service that crashes again and again is told of", async () => {
  // It is told of for ten minutes: that it goes is seen by the soak.
  await session.comes(CRASHES);
});

test("the stack's log has what was told", async () => {
  const { stdout } = await stack.run("logs", "exporter", "-n", "200");
  expect(stdout).toContain("alert NoL2Block: The sequencer makes no blocks. See docs/runbooks/NoL2Block.md");
  expect(stdout).toContain("alert NoL2Block is resolved");
});
