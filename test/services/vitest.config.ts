import { defineConfig } from 'vitest/config';
import { SlowestFirst } from '../support/slowest-first.ts';
import { wholeWithServices } from '../support/with-services.ts';

export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts', ...wholeWithServices],
    env: { LASTGOOD_PROOFS: 'whole' },
    // The two cores it is meant for; every folder, port and server belongs to one file.
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    globalSetup: [
      'test/support/build-once.ts',
      'test/support/compiled-once.ts',
      'test/services/installable-tools.ts',
      'test/services/name-missing-tools.ts',
    ],
  },
});
