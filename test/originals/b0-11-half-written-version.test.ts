import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel, loadVersions } from '../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import { sweepCrashes } from '../support/crash-sweep.ts';
import { apply, openRegistry, planBack, planPromote, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** In the original a folder counted as a version before its metadata was there, and `rag_vfoo` as version foo. */
test('B0.11: a folder without metadata is no version to go to, and rag_vfoo is none at all', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 2);
  mkdirSync(join(root, 'rag_v3'));
  writeFileSync(join(root, 'rag_v3/summary.json'), '{}');
  mkdirSync(join(root, 'rag_vfoo'));
  const { index, status } = await loadModel(openRegistry(root), 'rag');
  expect(status.index.versions.map(version => version.version)).toEqual(['v1', 'v2', 'v3']);
  expect(index.strangers).toMatchObject([{ name: 'rag_vfoo' }]);
  for (const plan of [
    await planPromote(openRegistry(root), 'rag', 'v3'),
    await planBack(openRegistry(root), 'rag', 'v3'),
  ]) {
    expect(plan.blockers.map(blocker => blocker.code)).toContain('version-incomplete');
  }
});

test('B0.11: whenever a registration is killed, its version is whole or not there', async () => {
  const seen = new Set<boolean>();
  const result = await sweepCrashes({
    prepare: async root => writeS0Registry(root, 'rag', 1),
    act: async (root, fileSystem) => {
      const session = openRegistry(root, { fileSystem });
      const plan = await prepareRegistration(session, {
        model: 'rag',
        version: undefined,
        weights: undefined,
        evidence: [{ role: 'eval_summary', path: join(root, 'rag_v1/summary.json') }],
        configuration: { top_k: 5 },
        parent: undefined,
        notes: undefined,
        tags: [],
      });
      await apply(session, plan);
    },
    recover: async () => undefined,
    check: async root => {
      seen.add(existsSync(join(root, 'rag_v2')));
      const { versions } = await loadVersions(openRegistry(root), 'rag', 'everything');
      for (const version of versions) expect(version.whole).toBe('complete');
      if (!existsSync(join(root, 'rag_v2'))) return;
      const { checks } = await openRegistry(root).registry.reader.verifyVersion('rag', 'v2');
      for (const check of checks) expect(['verified', 'nothing-recorded']).toContain(check.outcome);
    },
  });
  expect(result.failures).toEqual([]);
  expect([...seen].sort()).toEqual([false, true]);
});
