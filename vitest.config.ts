import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/unit/**/*.test.ts"],
    // What comes at all comes soon on a quiet machine: this is for busy ones, and for those with one core.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Vitest leaves one core free; most of the time nothing else needs it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
