import { expect, test } from 'vitest';
import { createAfsCatalog } from '../../support/afs-catalog.ts';

/** As S2 leaves a catalogue that nobody else has written to: v1 was deployed once, v2 is. */
function createFoundCatalog() {
  const versions = [
    { version: 'v1', status: 'deprecated', deployedAt: '2026-01-14T11:00:00' },
    { version: 'v2', status: 'deployed', deployed: true },
    { version: 'v3', status: 'draft' },
  ];
  return createAfsCatalog([{ model: 'majora', versions }]);
}

const dryRun = ['rollback', 'majora', '--reason', 'INC-7', '--dry-run'] as const;

test('a version that was live by the file alone is said to have been, and is not proven good by it', async () => {
  const catalog = createFoundCatalog();
  const run = await catalog.run(...dryRun, '--to', 'v1');
  expect(run.code).toBe(0);
  const said = "v1 went live on 2026-01-14 by the registry's file, which does not say how that ended";
  expect(run.out).toContain(said);
  expect(await catalog.run(...dryRun, '--last-good')).toMatchObject({ code: 1 });
});

test('once the history knows of its time, that is what counts', async () => {
  const catalog = createFoundCatalog();
  const moved = await catalog.run('promote', 'majora', 'v3', '--yes', '--confirm', 'majora@deployed');
  expect(moved.code).toBe(0);
  const run = await catalog.run(...dryRun, '--last-good');
  expect(run.out).toContain('deployed: v3 to v2');
  expect(run.out).not.toContain("by the registry's file");
});
