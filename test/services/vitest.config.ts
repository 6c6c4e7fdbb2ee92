import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts', 'test/proofs/crash-sweep.test.ts'],
    env: { LASTGOOD_SWEEP: 'whole' },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/build-once.ts', 'test/services/name-missing-tools.ts'],
  },
});
