import { expect, it } from "vitest";
import { contractSources, sourcesIn } from "../solidity.ts";
import { compareStorage } from "./compare.ts";
import { implementations } from "./validator.ts";

it("the protocol's own contracts may stand behind their proxies, and be upgraded to themselves", async () => {
  const now = await implementations(sourcesIn(contractSources()));
  const compared = compareStorage(now, now);
  expect(compared.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual(
    [],
  );
  expect(compared.map(({ name, status }) => [name, status])).toContainEqual(["ToraPaymaster", "unchanged"]);
});
