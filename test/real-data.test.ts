import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRollbackLog } from '../src/adapters/directory/rollback-logs.ts';
import { loadVersions } from '../src/core/session/load-model.ts';
import { loadOverview } from '../src/core/session/load-overview.ts';
import { loadRollbackChoices } from '../src/core/session/prepare-rollback.ts';
import { openRegistry, rollBack } from './support/registry-rig.ts';
import { takeSnapshot } from './support/snapshot.ts';
import { createTemporaryFolder } from './support/temporary-folder.ts';

/** Files that the original's own writers produced: beside the checkout where there are any, never inside it. */
const folder = resolve(import.meta.dirname, '../../shared/data/generated-by-originals/s0');
const hasData = existsSync(folder);
if (!hasData)
  process.stderr.write(
    'NOT HERE: ../shared/data. This run does not prove that the original’s own files are read.\n',
  );

describe.skipIf(!hasData).each(['models_registry_symlink', 'models_registry_textlatest'])(
  'the original’s own %s',
  name => {
    const copyRegistry = (): string => {
      const root = join(createTemporaryFolder(), 'models_registry');
      cpSync(join(folder, name), root, { recursive: true, verbatimSymlinks: true });
      return root;
    };
    const live = name.endsWith('symlink') ? 'v2' : 'v3';

    it('is read whole, and reading writes nothing', async () => {
      const root = copyRegistry();
      const before = takeSnapshot(root);
      const session = openRegistry(root);
      const { models } = await loadOverview(session);
      expect(models.map(model => model.status.index.model)).toEqual(['frontshift-rag']);
      expect(models[0]?.status.effective.aliases.get('latest')?.version).toBe(live);
      expect(models[0]?.status.concerns).toEqual([]);
      const { versions } = await loadVersions(session, 'frontshift-rag', 'everything');
      expect(versions.map(version => [version.version, version.whole])).toEqual([
        ['v1', 'complete'],
        ['v2', 'complete'],
        ['v3', 'complete'],
      ]);
      const [first] = versions;
      if (first?.whole !== 'complete') throw new Error('v1 is not complete');
      expect(first.record).toMatchObject({
        createdAt: '2026-11-20T16:15:05.357Z',
        metrics: { groundedness: 3.9, hallucination_score: 0.4, latency_avg_ms: 2310, examples: 20 },
        configuration: { 'retriever.name': '"vector"', 'retriever.top_k': '5' },
        oddities: [],
      });
      expect(takeSnapshot(root)).toEqual(before);
    });

    it('goes back to v1, and its rollback log says that v3 was taken back', async () => {
      const root = copyRegistry();
      const session = openRegistry(root);
      const choices = await loadRollbackChoices(session, 'frontshift-rag', 'latest', new Map());
      expect(choices.candidates.find(candidate => candidate.version === 'v3')?.standing).toBe(
        live === 'v3' ? undefined : 'taken-back',
      );
      expect(choices.lastGood).toBeUndefined();
      const receipt = await rollBack(session, 'frontshift-rag', 'v1');
      expect(receipt.outcome).toBe('applied');
      const after = await loadOverview(session);
      expect(after.models[0]?.status.recorded.aliases.get('latest')?.version).toBe('v1');
    });

    it('has a rollback log that is understood', () => {
      const log = JSON.parse(
        readFileSync(join(copyRegistry(), 'rollback_logs/rollback_20261120_161505.json'), 'utf8'),
      );
      expect(parseRollbackLog(log, ['frontshift-rag'])?.rollback).toEqual({
        version: 'v3',
        target: 'v2',
        at: '2026-11-20T16:15:05.695049+00:00',
        actor: 'octocat',
        reason: 'Spike in hallucinations',
      });
    });
  },
);
