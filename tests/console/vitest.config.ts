import { defineConfig } from "vitest/config";
import { projectRoot } from "../../lib/root.ts";

/** The console in a browser, against a stack of its own: each test goes on where the one before it ended. */
export default defineConfig({
  root: projectRoot(),
  test: {
    include: ["tests/console/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 900_000,
    bail: 1,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
