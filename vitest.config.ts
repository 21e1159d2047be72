import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/temporary.ts",
    include: ["**/*.test.ts"],
    exclude: [
      "**/node_modules/**",
      ".build/**",
      ".tensora/**",
      "tests/console/**",
      "tests/e2e/**",
      "tests/conformance/**",
      "tests/soak/**",
    ],
    // For what hangs, on the slowest machine: waits have deadlines of their own, which say what was waited for.
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    maxWorkers: 2,
  },
});
