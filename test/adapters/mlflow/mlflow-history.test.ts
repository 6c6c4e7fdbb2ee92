import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatTaggedEntry } from '../../../src/adapters/mlflow/history-tags.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import type { Session } from '../../../src/core/session/session.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { type MlflowOptions, openMlflowSession } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { apply, planPromote } from '../../support/registry-rig.ts';
import { sampleEntry } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

let fake: FakeMlflow;
let session: Session;
let now = Date.parse('2026-11-21T03:00:00Z');

beforeEach(async () => {
  now = Date.parse('2026-11-21T03:00:00Z');
  fake = await startFakeMlflow({ now: () => now });
  fake.call('POST', 'mlflow/registered-models/create', { name: 'rag' });
  for (const number of [1, 2, 3])
    fake.call('POST', 'mlflow/model-versions/create', { name: 'rag', source: `s3://bucket/${number}` });
  stage('1', 'Production');
  session = open('anna');
});

/** The journal of an operation whose process was killed. */
async function writeJournalOfDead(operationId: string): Promise<void> {
  await session.registry.writer.writeJournal({
    ...{ format: 1, operationId, title: 'Promote rag', model: 'rag', actor: 'anna' },
    ...{ startedAt: new Date(now).toISOString(), command: 'lastgood promote rag', drafts: [], version: null },
  });
  const folder = join(session.registry.source?.getCondition().cache ?? '', '.lastgood', 'operations');
  const path = join(folder, `${operationId}.json`);
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { owner: object };
  writeFileSync(
    path,
    JSON.stringify({ ...journal, owner: { ...journal.owner, processIdentity: 'another' } }),
  );
}

function open(actor: string, limits?: MlflowOptions['limits']): Session {
  return openMlflowSession(fake.url, {
    cache: join(createTemporaryFolder(), 'cache'),
    actor,
    limits,
    ...{ nowMs: () => now, pause },
  });
}

/** Waiting makes the clock of the test go on, and lets others have their turn. */
async function pause(milliseconds: number): Promise<void> {
  now += milliseconds;
  await setTimeout(1);
}

function stage(version: string, to: string): void {
  const fields = { name: 'rag', version, stage: to, archive_existing_versions: false };
  fake.call('POST', 'mlflow/model-versions/transition-stage', fields);
}

function stages(): Readonly<Record<string, string>> {
  const { model_versions: rows } = fake.call('GET', 'mlflow/model-versions/search', { filter: "name='rag'" });
  return Object.fromEntries(
    (rows as { version: string; current_stage: string }[])
      .map(({ version, current_stage }) => [version, current_stage] as const)
      .sort(),
  );
}

function tags(): Readonly<Record<string, string>> {
  const { registered_model: model } = fake.call('GET', 'mlflow/registered-models/get', { name: 'rag' });
  const { tags: rows = [] } = model as { tags?: { key: string; value: string }[] };
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

async function promote(to: string, by = session) {
  await by.registry.writer.catchUp({ model: 'rag' });
  return await apply(by, await planPromote(by, 'rag', to, 'Production'));
}

async function history(by = session): Promise<readonly string[]> {
  await by.registry.writer.catchUp({ model: 'rag' });
  const { status } = await loadModel(by, 'rag');
  return status.index.entries.map(({ entry }) => `${entry.generation} ${entry.action} ${entry.actor}`);
}

const moved = { 1: 'Archived', 2: 'Production', 3: 'None' };
const unmoved = { 1: 'Production', 2: 'None', 3: 'None' };

test('a move is one call of the server, and its record is a tag that every machine sees', async () => {
  expect(await promote('v2')).toMatchObject({ outcome: 'applied' });
  expect(stages()).toEqual(moved);
  expect(await history(open('bob'))).toEqual(['1 adopt anna', '2 promote anna']);
  const transitions = fake.log.filter(({ path }) => path === 'mlflow/model-versions/transition-stage');
  expect(transitions.map(({ body }) => JSON.parse(body))).toEqual([
    { name: 'rag', version: '2', stage: 'Production', archive_existing_versions: true },
  ]);
});

describe('an answer that was lost', () => {
  test.each(['drop-after', 'page-after', 'status-after'] as const)(
    'of a move that was made is found out: %s',
    async does => {
      fake.faults.add({ path: /transition-stage/, does });
      expect(await promote('v2')).toMatchObject({ outcome: 'applied', problem: undefined });
      expect(stages()).toEqual(moved);
      expect(await history()).toEqual(['1 adopt anna', '2 promote anna']);
    },
  );

  test.each(['drop-before', 'status', 'page'] as const)(
    'of a move that was not made is told as not done, and leaves no record: %s',
    async does => {
      fake.faults.add({ path: /transition-stage/, does });
      const receipt = await promote('v2');
      expect(receipt).toMatchObject({ outcome: 'refused', problem: { message: expect.any(String) } });
      expect(stages()).toEqual(unmoved);
      expect(await history()).toEqual(['1 adopt anna']);
      expect(Object.keys(tags())).toHaveLength(1);
      expect(await promote('v2')).toMatchObject({ outcome: 'applied' });
    },
  );

  test('of a move that nobody can ask about is told as unknown, and is on record as soon as it shows', async () => {
    fake.faults.add({ path: /transition-stage/, does: 'drop-after' });
    await session.registry.writer.catchUp({ model: 'rag' });
    const plan = await planPromote(session, 'rag', 'v2', 'Production');
    const reads = { path: /registered-models\/get|model-versions\/search/, does: 'drop-before' } as const;
    // The reads after the transition meet nothing but resets.
    const down = new Promise<void>(resolve => {
      const timer = setInterval(() => {
        if (!fake.log.some(({ path }) => path === 'mlflow/model-versions/transition-stage')) return;
        fake.faults.add({ ...reads, times: Number.POSITIVE_INFINITY });
        clearInterval(timer);
        resolve();
      }, 1);
    });
    const [receipt] = await Promise.all([apply(session, plan), down]);
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'answer-lost' } });
    fake.faults.clear();
    expect(await history()).toEqual(['1 adopt anna', '2 promote anna']);
  });

  test.each(['drop-after', 'drop-before'] as const)('of a tag is no trouble: %s', async does => {
    fake.faults.add({ path: /registered-models\/set-tag/, does, times: 2 });
    expect(await promote('v2')).toMatchObject({ outcome: 'applied' });
    expect(await history()).toEqual(['1 adopt anna', '2 promote anna']);
  });
});

test('a plan that another program overtook writes nothing, and says what is live now', async () => {
  await session.registry.writer.catchUp({ model: 'rag' });
  const plan = await planPromote(session, 'rag', 'v2', 'Production');
  stage('1', 'Archived');
  stage('3', 'Production');
  const receipt = await apply(session, plan);
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'moved-meanwhile' } });
  expect(receipt.problem?.message).toContain('v3');
  expect(stages()).toEqual({ 1: 'Archived', 2: 'None', 3: 'Production' });
});

test('what another program moved is news: the next move records it first, and nothing has to be decided', async () => {
  await promote('v2');
  stage('2', 'Archived');
  stage('3', 'Production');
  expect(await promote('v1')).toMatchObject({ outcome: 'applied' });
  expect(await history()).toEqual(['1 adopt anna', '2 promote anna', '3 adopt anna', '4 promote anna']);
});

describe('an announcement that nothing came of', () => {
  const announce = (): void => {
    const at = new Date(now).toISOString();
    const moves = [{ alias: 'Production', from: 'v1', to: 'v3' }];
    const entry = sampleEntry(1, { operationId: 'dead', actor: 'dead@example.com', at, moves });
    const { key, value } = formatTaggedEntry(entry, 'begun');
    fake.call('POST', 'mlflow/registered-models/set-tag', { name: 'rag', key, value });
  };

  test('stops nobody for longer than a minute', async () => {
    announce();
    now += 61_000;
    expect(await promote('v2')).toMatchObject({ outcome: 'applied' });
    expect(await history()).toEqual(['1 adopt anna', '2 promote anna']);
  });

  test('of somebody who is at it keeps others from moving, who hear of it', async () => {
    announce();
    const receipt = await promote('v2');
    // After it was looked at for long enough it counts no more, however the clocks of both machines stand.
    expect(receipt.outcome).toBe('applied');
    expect(now - Date.parse('2026-11-21T03:00:00Z')).toBeGreaterThanOrEqual(15_000);
  });

  test('is removed by doctor when it is an hour old', async () => {
    announce();
    await session.registry.writer.catchUp({ model: 'rag' });
    expect(await session.registry.writer.removeLeftovers([])).toEqual([]);
    now += 61 * 60_000;
    expect(await session.registry.writer.removeLeftovers([])).toEqual([
      'tag lastgood.history.00000001.dead of models:/rag',
    ]);
    expect(tags()).toEqual({});
  });
});

test('a record that is too long for a tag is refused before anything is announced', async () => {
  await session.registry.writer.catchUp({ model: 'rag' });
  const entry = sampleEntry(1, { reason: 'x'.repeat(6000), moves: [], action: 'hold', facts: [] });
  await expect(session.registry.writer.history.appendEntry(entry)).rejects.toMatchObject({ code: 'usage' });
  expect(tags()).toEqual({});
});

test('a server without stages is told as such before anything is announced', async () => {
  const catalog = await startFakeMlflow({ flavour: { stages: 'no' } });
  catalog.call('POST', 'mlflow/registered-models/create', { name: 'rag' });
  catalog.call('POST', 'mlflow/model-versions/create', { name: 'rag', source: 's3://bucket/1' });
  const other = openMlflowSession(catalog.url, {
    cache: join(createTemporaryFolder(), 'cache'),
    ...{ nowMs: () => now, pause },
  });
  await other.registry.writer.catchUp({ model: 'rag' });
  const staged = await apply(other, await planPromote(other, 'rag', 'v1', 'Production'));
  expect(staged).toMatchObject({ outcome: 'refused', problem: { code: 'capability-missing' } });
  const aliased = await apply(other, await planPromote(other, 'rag', 'v1', 'champion'));
  expect(aliased).toMatchObject({ outcome: 'applied' });
});

test('a server without aliases refuses one in its own words, and its stages work', async () => {
  const workspace = await startFakeMlflow({ flavour: { aliases: 'no' } });
  workspace.call('POST', 'mlflow/registered-models/create', { name: 'rag' });
  workspace.call('POST', 'mlflow/model-versions/create', { name: 'rag', source: 's3://bucket/1' });
  const other = openMlflowSession(workspace.url, {
    cache: join(createTemporaryFolder(), 'cache'),
    ...{ nowMs: () => now, pause },
  });
  await other.registry.writer.catchUp({ model: 'rag' });
  const aliased = await apply(other, await planPromote(other, 'rag', 'v1', 'champion'));
  expect(aliased).toMatchObject({ outcome: 'refused' });
  expect(aliased.problem?.message).toMatch(/alias/i);
  expect(await apply(other, await planPromote(other, 'rag', 'v1', 'Production'))).toMatchObject({
    outcome: 'applied',
  });
});

test('a model that was renamed keeps its history and its holds', async () => {
  await promote('v2');
  const { writer } = session.registry;
  const { entries } = await writer.history.readHistory('rag');
  const held = sampleEntry(3, {
    ...{ action: 'hold', moves: [], operationId: 'held' },
    facts: [{ kind: 'held', version: 'v3' }],
    previousDigest: entries.at(-1)?.digest ?? null,
  });
  await writer.history.appendEntry(held);
  fake.call('POST', 'mlflow/registered-models/rename', { name: 'rag', new_name: 'rag2' });
  await session.registry.writer.catchUp();
  const { status } = await loadModel(session, 'rag2');
  expect(status.chain.verdict).toBe('intact');
  expect([...status.effective.versionHolds.keys()]).toEqual(['v3']);
  const plan = await planPromote(session, 'rag2', 'v3', 'Production');
  expect(plan.blockers).toMatchObject([{ code: 'version-held' }]);
  expect(await apply(session, await planPromote(session, 'rag2', 'v1', 'Production'))).toMatchObject({
    outcome: 'applied',
  });
});

test('a move that the server was given and did not answer in time is not known to be not done', async () => {
  await session.registry.writer.catchUp({ model: 'rag' });
  fake.faults.add({ path: /transition-stage/, does: 'stall' });
  const hasty = open('anna', { quietMs: 200, totalMs: 400 });
  await hasty.registry.writer.catchUp({ model: 'rag' });
  const receipt = await apply(hasty, await planPromote(hasty, 'rag', 'v2', 'Production'));
  expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'answer-lost' } });
  // It lands later, and is on record as ours.
  fake.call('POST', 'mlflow/model-versions/transition-stage', {
    ...{ name: 'rag', version: '2', stage: 'Production', archive_existing_versions: true },
  });
  expect(await history(open('bob'))).toEqual(['1 adopt anna', '2 promote anna']);
});

test('what a process of this machine announced before it was killed keeps nobody waiting, and is taken back', async () => {
  const at = new Date(now).toISOString();
  const moves = [{ alias: 'Production', from: 'v1', to: 'v3' }];
  const entry = sampleEntry(1, { operationId: 'killed', actor: 'anna', at, moves });
  const { key, value } = formatTaggedEntry(entry, 'begun');
  fake.call('POST', 'mlflow/registered-models/set-tag', { name: 'rag', key, value });
  await session.registry.writer.initialise();
  await writeJournalOfDead('killed');
  const receipt = await promote('v2');
  expect(receipt).toMatchObject({ outcome: 'applied' });
  expect((receipt.notices ?? []).join(' ')).not.toContain('which came first');
  expect(now - Date.parse('2026-11-21T03:00:00Z')).toBeLessThan(2000);
  expect(Object.keys(tags()).some(each => each.endsWith('killed'))).toBe(false);
});

test('a journal that is removed takes what was announced with it', async () => {
  const at = new Date(now).toISOString();
  const moves = [{ alias: 'Production', from: 'v1', to: 'v3' }];
  const { key, value } = formatTaggedEntry(sampleEntry(1, { operationId: 'dead', at, moves }), 'begun');
  fake.call('POST', 'mlflow/registered-models/set-tag', { name: 'rag', key, value });
  await session.registry.writer.catchUp({ model: 'rag' });
  await session.registry.writer.removeJournal('dead');
  expect(tags()).toEqual({});
});

test('what was announced long before the server shows it was done by somebody else', async () => {
  const at = new Date(now - 3_600_000).toISOString();
  const moves = [{ alias: 'Production', from: 'v1', to: 'v3' }];
  const entry = sampleEntry(1, { operationId: 'dead', actor: 'dead@example.com', at, moves });
  const { key, value } = formatTaggedEntry(entry, 'begun');
  fake.call('POST', 'mlflow/registered-models/set-tag', { name: 'rag', key, value });
  stage('1', 'Archived');
  stage('3', 'Production');
  expect(await history()).toEqual([]);
});
