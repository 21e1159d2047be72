import { defineConfig } from "vitest/config";
import { projectRoot } from "../../lib/root.ts";

/** One suite for all runtimes: each test goes on where the one before it ended. */
export default defineConfig({
  root: projectRoot(),
  test: {
    include: ["tests/conformance/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
