import { beforeEach, expect, test } from 'vitest';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import { prepareChange } from '../../../src/core/session/prepare-change.ts';
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
import { apply, environmentOf } from '../../support/registry-rig.ts';
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

/** An older program may have asked for a tag that no server takes. */
const refused = { kind: 'described', version: 'v1', notes: null, tags: ['good=1', 'bad!=1'] } as const;

test('what the server refuses is told once and given up', async () => {
  await append({ action: 'describe', facts: [refused] });
  const outcomes = await session.registry.writer.project('rag');
  expect(outcomes.map(({ target, outcome }) => [target, outcome]).sort()).toEqual([
    ['tag bad! of models:/rag/1', 'given-up'],
    ['tag good of models:/rag/1', 'written'],
  ]);
  expect(states()).toEqual(['done']);
  expect((await session.registry.writer.project('rag')).map(({ outcome }) => outcome)).toEqual(['already']);
});

test('one that an earlier write left is told in the next receipt, which is done all the same', async () => {
  await append({ action: 'describe', facts: [refused] });
  expect(states()).toEqual(['moved']);
  const hold = { change: 'hold', model: 'rag', version: undefined, reason: 'INC-1' } as const;
  await session.registry.source?.refresh();
  const receipt = await apply(session, await prepareChange(session, hold));
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(receipt.notices?.join(' ')).toMatch(
    /^Of an earlier operation tag bad! of models:\/rag\/1 stays as it is/,
  );
  const next = await apply(session, await prepareChange(session, { ...hold, change: 'release' }));
  expect(next).toMatchObject({ outcome: 'applied' });
  expect(next.notices?.join(' ') ?? '').not.toContain('bad!');
  expect(states()).toEqual(['done', 'done', 'done']);
});

test('doctor tells what it gives up, once', async () => {
  await append({ action: 'describe', facts: [refused] });
  const told = async () =>
    (await runDoctor(environmentOf(session))).filter(({ subject }) => subject.includes('bad!'));
  expect(await told()).toEqual([
    expect.objectContaining({ state: 'note', message: expect.stringContaining('not tried again') }),
  ]);
  expect(await told()).toEqual([]);
});

test('what was meant for a version that is gone goes nowhere else', async () => {
  const gone = { ...refused, version: 'v9', notes: 'of v9', tags: ['team=x'] };
  await expect(append({ action: 'describe', facts: [gone] })).rejects.toMatchObject({
    code: 'version-incomplete',
  });
  expect(findToldModel(fake, 'rag')).toEqual({ description: undefined, tags: {} });
});

test('what is adopted where it stands is no step; several holders are brought to one, and that is told', async () => {
  const adopt = { change: 'drift', model: 'rag', resolve: 'adopt', reason: 'INC-2' } as const;
  await append({ action: 'promote', moves: [{ alias: 'Production', from: null, to: 'v1' }] });
  stageElsewhere(fake, 'rag', '1', 'Archived');
  stageElsewhere(fake, 'rag', '2', 'Production');
  await session.registry.source?.refresh();
  const adopted = await apply(session, await prepareChange(session, adopt));
  expect(adopted).toMatchObject({ outcome: 'applied' });
  expect(adopted.steps.map(({ step, state }) => [step.kind, state])).toEqual([['append-history', 'done']]);
  stageElsewhere(fake, 'rag', '3', 'Production');
  await session.registry.source?.refresh();
  const chosen = await apply(session, await prepareChange(session, adopt));
  expect(chosen.steps.map(({ step, state }) => [step.kind, state])).toEqual([
    ['append-history', 'done'],
    ['set-pointer', 'done'],
    ['write-file', 'done'],
  ]);
  expect(listStages(fake, 'rag')).toEqual({ 1: 'Archived', 2: 'Archived', 3: 'Production' });
});

test('an alias that is unset falls back to nothing', async () => {
  await append({ action: 'promote', moves: [{ alias: 'champion', from: null, to: 'v1' }] });
  await session.registry.source?.refresh();
  const unset = { change: 'unset', model: 'rag', alias: 'champion', reason: 'INC-3' } as const;
  const { warnings } = await prepareChange(session, unset);
  expect(warnings).toContain('Nothing will be live under champion.');
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
