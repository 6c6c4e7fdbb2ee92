import { beforeEach, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  findToldModel,
  listStages,
  listTold,
  makeModel,
  openMachine,
  stageElsewhere,
} from '../../support/mlflow/fake-registry.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { sampleEntry } from '../../support/sample-entries.ts';

let fake: FakeMlflow;
let session: Session;
let head: HistoryEntry | undefined;
let digest: string | null = null;

beforeEach(async () => {
  fake = await startFakeMlflow();
  makeModel(fake, 'rag', 3);
  session = openMachine(fake);
  head = undefined;
  digest = null;
});

async function append(changes: Partial<HistoryEntry>): Promise<void> {
  const generation = (head?.generation ?? 0) + 1;
  head = sampleEntry(generation, {
    previousDigest: digest,
    moves: [],
    operationId: `o-${generation}`,
    ...changes,
  });
  const outcome = await session.registry.writer.history.appendEntry(head);
  digest = outcome.outcome === 'taken' ? null : outcome.digest;
}

function states(): readonly unknown[] {
  return Object.values(findToldModel(fake, 'rag').tags).map(
    value => (JSON.parse(value) as { state: string }).state,
  );
}

const archive = (version: string) => ({ kind: 'state', version, from: 'completed', to: 'archived' }) as const;

test('versions that are archived stand in the stage Archived, each with its outcome', async () => {
  await append({ action: 'archive', facts: [archive('v1'), archive('v2')] });
  const outcomes = await session.registry.writer.project('rag');
  expect(
    outcomes.map(({ target, outcome, before, after }) => [target, outcome, before, after]).sort(),
  ).toEqual([
    ['stage of models:/rag/1', 'written', 'None', 'Archived'],
    ['stage of models:/rag/2', 'written', 'None', 'Archived'],
  ]);
  expect(listStages(fake, 'rag')).toEqual({ 1: 'Archived', 2: 'Archived', 3: 'None' });
  expect(states()).toEqual(['done']);
});

test('one that fails does not stop the others, and the next write finishes it', async () => {
  await append({ action: 'archive', facts: [archive('v1'), archive('v2'), archive('v3')] });
  fake.faults.add({ path: /transition-stage/, does: 'status', status: 403, errorCode: 'PERMISSION_DENIED' });
  const outcomes = await session.registry.writer.project('rag');
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'written', 'written']);
  expect(states()).toEqual(['moved']);
  expect((await session.registry.writer.project('rag')).map(({ outcome }) => outcome)).toContain('written');
  expect(Object.values(listStages(fake, 'rag'))).toEqual(['Archived', 'Archived', 'Archived']);
  expect(states()).toEqual(['done']);
});

test('what was done once is not done again when somebody takes it back', async () => {
  await append({ action: 'archive', facts: [archive('v1')] });
  await session.registry.writer.project('rag');
  stageElsewhere(fake, 'rag', '1', 'Staging');
  expect(await session.registry.writer.project('rag')).toEqual([]);
  expect(listStages(fake, 'rag')).toMatchObject({ 1: 'Staging' });
});

test('notes are the description of MLflow, and tags its tags; other tags stay', async () => {
  fake.call('POST', 'mlflow/model-versions/set-tag', {
    name: 'rag',
    version: '2',
    key: 'team',
    value: 'search',
  });
  const described = { kind: 'described', notes: 'good one', tags: ['risk=low', 'nightly'] } as const;
  await append({ action: 'describe', facts: [{ ...described, version: 'v2' }] });
  await append({ action: 'describe', facts: [{ ...described, version: null, description: 'the model' }] });
  await session.registry.writer.project('rag');
  expect(listTold(fake, 'rag')[1]).toMatchObject({
    description: 'good one',
    tags: { team: 'search', risk: 'low', nightly: '' },
  });
  expect(findToldModel(fake, 'rag')).toMatchObject({
    description: 'the model',
    tags: { risk: 'low', nightly: '' },
  });
});

test('an alias is set and taken away, and a stage left', async () => {
  await append({ action: 'promote', moves: [{ alias: 'champion', from: null, to: 'v1' }] });
  await append({ action: 'unset', moves: [{ alias: 'champion', from: 'v1', to: null }] });
  await append({ action: 'promote', moves: [{ alias: 'Staging', from: null, to: 'v3' }] });
  await append({ action: 'unset', moves: [{ alias: 'Staging', from: 'v3', to: null }] });
  expect(listStages(fake, 'rag')).toEqual({ 1: 'None', 2: 'None', 3: 'None' });
  expect((await session.registry.writer.project('rag')).map(({ outcome }) => outcome)).toEqual(['written']);
  await session.registry.source?.refresh();
  const [rag] = (await session.registry.reader.loadIndex()).models;
  expect(rag?.pointers.map(({ alias, reading }) => [alias, reading.state])).toEqual([
    ['Staging', 'absent'],
    ['champion', 'absent'],
  ]);
});

test('of several that hold a stage the one that is chosen holds it alone', async () => {
  for (const version of ['1', '2', '3']) stageElsewhere(fake, 'rag', version, 'Production');
  await append({ action: 'promote', moves: [{ alias: 'Production', from: 'v3', to: 'v2' }] });
  expect(listStages(fake, 'rag')).toEqual({ 1: 'Archived', 2: 'Production', 3: 'Archived' });
});
