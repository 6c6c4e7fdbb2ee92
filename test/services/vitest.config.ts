import { defineConfig } from 'vitest/config';
import { onGit } from '../support/on-git.ts';

export default defineConfig({
  test: {
    include: [
      'test/services/**/*.test.ts',
      'test/proofs/{crash-sweep,catalog-crash-sweep}.test.ts',
      'test/proofs/deployment-{sweep,requests,faults}.test.ts',
      'test/proofs/{races,catalog-races,bucket-cut-off,bucket-races,mlflow-races}.test.ts',
      'test/e2e/many-keys.test.ts',
      'test/adapters/directory/mirror/refresh-failures.test.ts',
      ...onGit,
    ],
    env: { LASTGOOD_PROOFS: 'whole' },
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
