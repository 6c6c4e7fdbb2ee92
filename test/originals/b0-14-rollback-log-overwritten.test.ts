import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRegistry, promote, rollBack, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The name of the original's log has a resolution of one second: the second rollback wrote over the first. */
test('B0.14: two rollbacks in one second leave two logs, with the fields S0 has', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const session = openRegistry(root, { nowMs: () => Date.parse('2026-11-21T03:00:00.500Z') });
  await rollBack(session, 'rag', 'v2');
  await rollBack(session, 'rag', 'v1');
  const names = readdirSync(join(root, 'rollback_logs'));
  expect(names).toHaveLength(2);
  for (const name of names) expect(name).toMatch(/^rollback_20261121_030000_.+\.json$/);
  const logs = names.map(
    name => JSON.parse(readFileSync(join(root, 'rollback_logs', name), 'utf8')) as Record<string, unknown>,
  );
  expect(logs.map(log => log['target_version']).sort()).toEqual(['v1', 'v2']);
  for (const log of logs) {
    expect(Object.keys(log)).toEqual([
      'timestamp',
      'model_name',
      'previous_version',
      'target_version',
      'reason',
      'actor',
    ]);
    expect(log['timestamp']).toMatch(/^2026-11-21T03:00:00\.50\d000\+00:00$/);
  }
});

test('B0.14: nothing is logged when the target is live already', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const session = openRegistry(root);
  await promote(session, 'rag', 'v2');
  expect((await rollBack(session, 'rag', 'v2')).outcome).toBe('unchanged');
  expect(readdirSync(root)).not.toContain('rollback_logs');
});
