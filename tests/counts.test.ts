import { expect, test } from "vitest";
import { forgeTests, oneTest, sum, summary } from "./counts.ts";

const FORGE =
  "Ran 2 test suites in 1.03s (1.10s CPU time): 8 tests passed, 1 failed, 2 skipped (11 total tests)";

test("reads forge's numbers", async () => {
  expect(await forgeTests.of(FORGE, false)).toEqual({ passed: 8, failed: 1, skipped: 2 });
});

test("forge without numbers has failed even when it ends well", async () => {
  expect(await forgeTests.of("Error: no compiler", true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a program that ends with an error has failed, whatever it printed", async () => {
  expect(await forgeTests.of("Error: Compiler run failed", false)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  });
  expect(await oneTest.of("", false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("names skipped tests only where there are any", () => {
  const once = { passed: 2, failed: 1, skipped: 0 };
  expect(summary(once)).toBe("2 passed, 1 failed");
  expect(summary(sum(once, { passed: 0, failed: 0, skipped: 3 }))).toBe("2 passed, 1 failed, 3 skipped");
});
