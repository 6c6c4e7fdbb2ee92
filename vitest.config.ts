import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/services/**'],
    // More than the two cores it is meant for: tests on terminals and processes wait most of their time.
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/build-once.ts'],
  },
});
