import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseRollbackLog } from '../src/adapters/directory/rollback-logs.ts';
import { createResultsFolder } from '../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { createUnboundShelf } from '../src/adapters/policies/create-policy-shelf.ts';
import { parseDeploymentParams } from '../src/core/decision/parse-deployment-params.ts';
import { evaluateResults } from '../src/core/session/judge-version.ts';
import { loadVersions } from '../src/core/session/load-model.ts';
import { loadOverview } from '../src/core/session/load-overview.ts';
import { prepareGate } from '../src/core/session/prepare-gate.ts';
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

const shared = resolve(folder, '../..');

/** Every file below a folder, by a pattern of its name. */
function findFiles(start: string, pattern: RegExp): readonly string[] {
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && pattern.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

describe.skipIf(!hasData)('real evidence', () => {
  it('of the original’s own versions does not pass its gate: the slice at 0.1 is seen, the smoke test is missed', async () => {
    const root = join(createTemporaryFolder(), 'models_registry');
    cpSync(join(folder, 'models_registry_symlink'), root, { recursive: true, verbatimSymlinks: true });
    const request = { model: 'frontshift-rag', version: 'v1', alias: 'latest', results: undefined };
    const { report } = await prepareGate(openRegistry(root), { ...request, policy: 'rag' });
    expect(report.verdict).toBe('ERROR');
    const verdicts = Object.fromEntries(report.rules.map(rule => [rule.id, rule.verdict]));
    expect(verdicts).toMatchObject({
      'main.groundedness': 'PASS',
      'main.latency_total': 'PASS',
      slices: 'FAIL',
      'smoke.groundedness': 'ERROR',
      'tuning.best.groundedness': 'SKIPPED',
    });
  });

  it('of any shape is read without a crash, and passes no gate that asks for other numbers', async () => {
    const files = findFiles(shared, /\.json$/);
    expect(files.length).toBeGreaterThan(50);
    const shelf = createUnboundShelf();
    for (const path of files) {
      for (const name of ['rag', 'weighted-bleu', 'prod']) {
        const { policy } = await shelf.getPolicy(name);
        const sources = policy.evidence.map(source => ({ ...source, files: [basename(path)] }));
        const bound = { policy: { ...policy, evidence: sources }, sha256: '0'.repeat(64), origin: 'test' };
        const judging = {
          openResults: () => createResultsFolder(dirname(path), createNodeFileSystem()),
          now: () => '2026-12-01T00:00:00.000Z',
          tool: 'lastgood test',
        };
        const { report } = await evaluateResults(judging, { bound, results: dirname(path) });
        expect([path, name, report.verdict]).not.toContain('PASS');
      }
    }
  });

  it('every params.yaml the team ever had is understood', async () => {
    const files = findFiles(join(shared, 'ecommerce-chatbot'), /^params\.yaml/);
    expect(files.length).toBeGreaterThan(10);
    const thresholds = files.map(path => {
      const params = parseDeploymentParams(parse(readFileSync(path, 'utf8')));
      return params.minImprovement;
    });
    expect(new Set(thresholds)).toEqual(new Set([undefined, 0.001]));
  });
});
