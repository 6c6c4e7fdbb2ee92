import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createDirectoryRegistry } from '../../../src/adapters/directory/directory-registry.ts';
import { createResultsFolder } from '../../../src/adapters/evidence/open-results.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createUnboundShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { createSample } from '../../../src/adapters/sample/create-sample.ts';
import { createTemporaryFileSystem } from '../../../src/adapters/sample/temporary-file-system.ts';
import { createWeightsReader } from '../../../src/adapters/weights/weights-reader.ts';
import { applyPlan } from '../../../src/core/apply/apply-plan.ts';
import { examine } from '../../../src/core/apply/run-doctor.ts';
import { isInTheWay } from '../../../src/core/gate/format-report.ts';
import { confirmPlan } from '../../../src/core/plan/plan.ts';
import { summariseVerification } from '../../../src/core/session/check-digest.ts';
import { loadGateView } from '../../../src/core/session/load-gate-view.ts';
import { loadOverview } from '../../../src/core/session/load-overview.ts';
import { loadRollbackChoices, prepareRollback } from '../../../src/core/session/prepare-rollback.ts';
import type { Session } from '../../../src/core/session/session.ts';

/** The sample, opened the way a registry of one's own is. */
async function openSample() {
  const open = (root: string, now: () => number, fileSystem = createTemporaryFileSystem()) =>
    createDirectoryRegistry({ root, name: 'SAMPLE', fileSystem, createId: randomUUID, now, tool: 'test' });
  const sample = await createSample({ openRegistry: open, now: Date.now, tool: 'test' });
  onTestFinished(sample.remove);
  const session: Session = {
    registry: open(sample.root, Date.now, createNodeFileSystem()),
    policies: createUnboundShelf(),
    weights: createWeightsReader(),
    openResults: path => createResultsFolder(path, createNodeFileSystem()),
    actor: 'newcomer',
    writes: { access: 'write' },
    protection: { protectedAliases: [], registryPrefix: undefined },
    now: () => new Date().toISOString(),
    createId: randomUUID,
    sha256: text => createHash('sha256').update(text).digest('hex'),
    tool: 'test',
  };
  return { sample, session };
}

test('a newcomer sees the model that needs a look first, and why', async () => {
  const { session } = await openSample();
  const { models } = await loadOverview(session);
  const rows = models.map(({ status }) => ({
    model: status.index.model,
    live: status.effective.aliases.get('latest')?.version,
    versions: status.index.versions.length,
    chain: status.chain.verdict,
    concerns: status.concerns.map(concern => concern.kind),
  }));
  expect(rows).toEqual([
    { model: 'frontshift-rag', live: 'v11', versions: 11, chain: 'intact', concerns: ['held'] },
    { model: 'price-check', live: 'v2', versions: 4, chain: 'intact', concerns: ['drift'] },
    { model: 'support-triage', live: 'v4', versions: 5, chain: 'intact', concerns: [] },
  ]);
});

test('the last good version is v9, verified, and better than what is live', async () => {
  const { session } = await openSample();
  const choices = await loadRollbackChoices(session, 'frontshift-rag', 'latest', new Map());
  expect(choices.lastGood).toMatchObject({ version: 'v9', standing: 'proven' });
  expect(choices.candidates.find(candidate => candidate.version === 'v10')?.standing).toBe('unusable');
  const changes = Object.fromEntries(
    choices.lastGood?.changes.map(change => [change.metric, change.verdict]) ?? [],
  );
  expect(changes).toMatchObject({
    groundedness: 'better',
    hallucination_score: 'better',
    latency_avg_ms: 'better',
  });
  const verification = await session.registry.reader.verifyVersion('frontshift-rag', 'v9');
  expect(summariseVerification(verification)).toBe('verified');
});

test('the sample can be rolled back like any registry', async () => {
  const { session } = await openSample();
  const digests = new Map([['v9', 'verified']] as const);
  const choices = await loadRollbackChoices(session, 'frontshift-rag', 'latest', digests);
  const plan = prepareRollback(session, choices, {
    version: 'v9',
    reason: 'INC-412',
    digests,
    holdLeft: 'hold',
  });
  const confirmed = confirmPlan(plan);
  const receipt = confirmed && (await applyPlan(confirmed, session));
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
});

test('nothing of it is broken but what was meant to be', async () => {
  const { session } = await openSample();
  const index = await session.registry.reader.loadIndex();
  const findings = await examine(session);
  expect(findings.filter(finding => finding.state === 'damaged' || finding.state === 'repairable')).toEqual(
    [],
  );
  expect(findings.filter(finding => finding.state === 'needs-decision')).toHaveLength(1);
  expect(index.operations).toEqual([]);
  expect(index.strangers).toEqual([]);
  expect(
    index.models.flatMap(model => model.versions.filter(version => version.whole === 'incomplete')),
  ).toEqual([{ version: 'v5', whole: 'incomplete' }]);
});

test('a version of the older generation is read with its own fields', async () => {
  const { session } = await openSample();
  const [version] = await session.registry.reader.loadVersions('price-check', ['v1'], 'everything');
  expect(version).toMatchObject({ whole: 'complete', record: { metrics: { mean_semantic_sim: 0.47 } } });
});

test('it is gone when it is removed', async () => {
  const { sample } = await openSample();
  expect(existsSync(sample.root)).toBe(true);
  sample.remove();
  expect(existsSync(sample.root)).toBe(false);
});

test('what is live failed the gate, and the last good version passes it', async () => {
  const { session } = await openSample();
  const gateOf = (version: string) =>
    loadGateView(session, { model: 'frontshift-rag', version, alias: 'latest' });
  const [live, good] = [await gateOf('v11'), await gateOf('v9')];
  expect(live.report?.rules.filter(isInTheWay).map(rule => rule.id)).toContain('main.groundedness');
  expect(live.standing).toMatchObject({ at: 'recorded', gate: { verdict: 'FAIL' }, stale: [] });
  expect(good.standing).toMatchObject({ at: 'recorded', gate: { verdict: 'PASS' }, stale: [] });
  expect(good.checks.every(check => check.outcome === 'verified')).toBe(true);
});
