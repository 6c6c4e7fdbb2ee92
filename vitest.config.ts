import { configDefaults, defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';
import { onlyWithServices } from './test/support/with-services.ts';

/** Tests that measure memory, count connections or change variables of the process they run in: each file in a process of its own. */
const alone = [
  'test/adapters/bucket/json-api-store.test.ts',
  'test/adapters/settings/find-actor.test.ts',
  'test/adapters/directory/mirror/large-buckets.test.ts',
  'test/ui/terminal/terminal-driver.test.ts',
];
const exclude = [...configDefaults.exclude, 'test/services/**', ...onlyWithServices];

export default defineConfig({
  test: {
    // More than the two cores it is meant for: tests on terminals and processes wait most of their time.
    maxWorkers: 4,
    // A test ends as soon as what it waits for is there: the limits are for a machine that is busy with other things.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    globalSetup: [
      'test/support/build-once.ts',
      'test/support/compiled-once.ts',
      'test/support/folders-in-memory.ts',
    ],
    sequence: { sequencer: SlowestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: alone, exclude } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...alone],
          isolate: false,
        },
      },
    ],
  },
});
