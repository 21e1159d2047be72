import { defineConfig } from "vitest/config";
import { projectRoot } from "../../lib/root.ts";

/** Whole stacks: each test goes on where the one before it ended, and the first failure ends the file. */
export default defineConfig({
  root: projectRoot(),
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    bail: 1,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
