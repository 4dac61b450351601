import { defineConfig } from "vitest/config";

// Unit tests stand beside their source; those in test/ start the real command line and its
// processes, and may take as long as a busy machine needs.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "simulation/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "end-to-end",
          include: ["test/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/types.ts"],
      reporter: ["text-summary"],
    },
  },
});
