import { defineConfig } from "vitest/config";

/** Whole stacks: one after the other, each with minutes to come up. */
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
