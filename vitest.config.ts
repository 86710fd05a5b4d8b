import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/unit/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves one core free; most of the time nothing else needs it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
