import { defineConfig } from "vitest/config";
import { projectRoot } from "../../lib/root.ts";

/** What takes longer than the test command may: see docs/soak.md for the last results. */
export default defineConfig({
  root: projectRoot(),
  test: {
    include: ["tests/soak/**/*.test.ts"],
    testTimeout: 4 * 3_600_000,
    hookTimeout: 900_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
