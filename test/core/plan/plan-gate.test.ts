import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareGate } from '../../../src/core/session/prepare-gate.ts';
import { bindPolicy, passingSummary, writeResults } from '../../support/evidence-files.ts';
import { openRegistry, writeS0Registry } from '../../support/registry-rig.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function prepare(version: string, results: string | undefined) {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 2);
  const session = openRegistry(root, { policies: bindPolicy('rag') });
  return await prepareGate(session, { model: 'rag', version, alias: 'latest', results, policy: undefined });
}

test('a verdict on results keeps their files and the report, under exactly their digests', async () => {
  const results = writeResults(createTemporaryFolder(), { smoke: { ...passingSummary, examples: 2 } });
  const { report, plan } = await prepare('v1', results);
  const [draft] = plan.drafts.slice(-1);
  expect(plan).toMatchObject({ act: 'gate', title: 'Judge rag v1 for latest: PASS', changes: true });
  expect(plan.confirmation).toEqual({ kind: 'yes' });
  expect(plan.keeps.map(file => file.name)).toEqual([
    'core_eval_main/summary.json',
    'core_eval_slices/bias_report.json',
    'smoke_test_main/summary.json',
    'gate.json',
  ]);
  expect(plan.keeps.slice(0, -1)).toEqual(
    report.files
      .filter(file => file.place === 'kept')
      .map(({ name, sha256 }) => ({ name, sha256, from: 'file', path: join(results, name) })),
  );
  const text = plan.keeps.at(-1);
  const reportSha256 = text?.from === 'text' ? sha256OfText(text.text) : undefined;
  expect(text?.sha256).toBe(reportSha256);
  expect(draft).toMatchObject({
    action: 'gate',
    moves: [],
    reason: null,
    facts: [{ kind: 'gated', version: 'v1', alias: 'latest', verdict: 'PASS', reportSha256 }],
    gate: { verdict: 'PASS', overridden: false, bound: { policy: 'rag', reportSha256 } },
  });
  expect(plan.command).toBe(`lastgood gate rag v1 --results ${results}`);
});

test('of a version that is judged by its own files only the report is kept', async () => {
  const { report, plan } = await prepare('v1', undefined);
  expect(report.verdict).toBe('ERROR');
  expect(plan.keeps.map(file => file.name)).toEqual(['gate.json']);
  expect(plan.blockers).toEqual([]);
});
