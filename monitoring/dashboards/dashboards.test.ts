import { beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { ensurePrograms } from "../../toolchain/build.ts";
import { promtool } from "../testing/promtool.ts";
import { DASHBOARDS, renderDashboards } from "./index.ts";

const QUERIES = DASHBOARDS.flatMap(({ panels }) =>
  panels.flatMap(({ queries }) => queries.map(({ expression }) => expression)),
);
/** Rules that have a query each: promtool parses what is in a rule file. */
const asRules = (queries: readonly string[]) =>
  stringify({
    groups: [{ name: "queries", rules: queries.map((expr, i) => ({ record: `query_${i}`, expr })) }],
  });
const check = (queries: readonly string[]) =>
  promtool(["check", "rules", "--lint=none", "rules.yml"], { "rules.yml": asRules(queries) });

beforeAll(() => ensurePrograms(["promtool"]));

it("has queries that Prometheus parses, and the check would see one that it does not", async () => {
  const { exitCode, all } = await check(QUERIES);
  expect(exitCode, all).toBe(0);
  expect(all).toContain(`${QUERIES.length} rules found`);
  expect((await check([...QUERIES, "rate(up["])).exitCode).not.toBe(0);
});

it("renders the same files each time, each with its panels beside one another and none above another", () => {
  const files = renderDashboards();
  expect(renderDashboards()).toEqual(files);
  expect(Object.keys(files)).toEqual(DASHBOARDS.map(({ uid }) => `${uid}.json`));
  for (const text of Object.values(files)) {
    const { panels } = JSON.parse(text) as { panels: { gridPos: Record<"x" | "y" | "w" | "h", number> }[] };
    const taken = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
  }
});
