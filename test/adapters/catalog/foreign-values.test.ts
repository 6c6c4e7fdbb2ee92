import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { loadRecord } from '../../../src/core/session/load-records.ts';
import { type ChangeRequest, prepareChange } from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, environmentOf } from '../../support/registry-rig.ts';
import { changeAsS2, makeS2File, readS2File, writeS2File } from '../../support/s2-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function openThree(): { readonly path: string; readonly session: Session } {
  const path = join(createTemporaryFolder(), 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  return { path, session: openCatalog(path) };
}

async function change(session: Session, request: ChangeRequest): Promise<Receipt> {
  const receipt = await apply(session, await prepareChange(session, request));
  expect(receipt.outcome).toBe('applied');
  return receipt;
}

async function score(session: Session, metrics: Readonly<Record<string, number>>): Promise<void> {
  await change(session, { change: 'score', model: 'majora', version: 'v1', metrics, reason: '' });
}

async function decide(session: Session, resolve: 'adopt' | 'revert'): Promise<void> {
  await change(session, { change: 'drift', model: 'majora', resolve, reason: 'looked at it' });
}

function rowOf(path: string) {
  const row = readS2File(path).models['majora']?.versions['v1'];
  if (row === undefined) throw new Error('v1 is not in the file');
  return row;
}

function changeRow(path: string, edit: (row: ReturnType<typeof rowOf>) => void): void {
  changeAsS2(path, file => {
    const row = file.models['majora']?.versions['v1'];
    if (row !== undefined) edit(row);
  });
}

async function listDecisions(session: Session): Promise<readonly string[]> {
  const findings = await examine(environmentOf(session));
  return findings.flatMap(({ state, message }) => (state === 'needs-decision' ? [message] : []));
}

/** Scored by lastgood, then set to 0.2 by S2. */
async function openDrifted() {
  const opened = openThree();
  await score(opened.session, { accuracy: 0.99 });
  changeRow(opened.path, row => {
    row.evaluation_scores.accuracy = 0.2;
  });
  return opened;
}

test('a score that another program sets after ours is shown with both values', async () => {
  const { session } = await openDrifted();
  const { status } = await loadModel(session, 'majora');
  expect(status.concerns.map(({ kind, message }) => [kind, message])).toEqual([
    ['drift', 'v1 accuracy is 0.2, history says 0.99'],
  ]);
  expect(await listDecisions(session)).toEqual([
    'changed by another program: v1 accuracy is 0.2, history says 0.99',
  ]);
});

test('the version itself says so too', async () => {
  const { session } = await openDrifted();
  const { status } = await loadModel(session, 'majora');
  const version = await loadRecord(session, status, 'v1');
  expect(version.whole === 'complete' && version.record.metrics['accuracy']).toBe(0.99);
  expect(version.whole === 'complete' && version.record.oddities).toEqual([
    'accuracy is 0.2, history says 0.99',
  ]);
});

test('neither doctor nor a write of something else puts it over', async () => {
  const { path, session } = await openDrifted();
  const repaired = await runDoctor(environmentOf(session));
  expect(repaired.map(({ state }) => state)).toEqual(['needs-decision']);
  await score(session, { f1_score: 0.5 });
  await score(session, { bleu_score: 0.4 });
  expect(rowOf(path).evaluation_scores).toMatchObject({ accuracy: 0.2, f1_score: 0.5, bleu_score: 0.4 });
  expect(await listDecisions(session)).toHaveLength(1);
});

test('adopting records it; the file stays', async () => {
  const { path, session } = await openDrifted();
  await decide(session, 'adopt');
  expect(rowOf(path).evaluation_scores.accuracy).toBe(0.2);
  const { status } = await loadModel(session, 'majora');
  expect(status.recorded.scores.get('v1')?.metrics).toEqual({ accuracy: 0.2 });
  expect(await listDecisions(session)).toEqual([]);
});

test('reverting writes ours, on record', async () => {
  const { path, session } = await openDrifted();
  await decide(session, 'revert');
  expect(rowOf(path).evaluation_scores.accuracy).toBe(0.99);
  const { status } = await loadModel(session, 'majora');
  expect(status.index.entries.at(-1)?.entry.reason).toBe('looked at it');
  expect(await listDecisions(session)).toEqual([]);
});

test('scoring again is a decision too', async () => {
  const { path, session } = await openDrifted();
  await score(session, { accuracy: 0.7 });
  expect(rowOf(path).evaluation_scores.accuracy).toBe(0.7);
  expect(await listDecisions(session)).toEqual([]);
});

test('an old save brings back what we replaced, however long ago: that is put right', async () => {
  const { path, session } = openThree();
  const old = readS2File(path);
  await score(session, { accuracy: 0.9 });
  const later = readS2File(path);
  await score(session, { accuracy: 0.95 });
  await score(session, { f1_score: 0.5 });
  for (const stale of [old, later]) {
    writeS2File(path, stale);
    expect(await listDecisions(session)).toEqual([]);
    await runDoctor(environmentOf(session));
    expect(rowOf(path).evaluation_scores).toMatchObject({ accuracy: 0.95, f1_score: 0.5 });
  }
});

test('notes, tags, owner, description and status are held the same way', async () => {
  const { path, session } = openThree();
  const described = { change: 'describe', model: 'majora', description: null, owner: null } as const;
  await change(session, { ...described, version: 'v1', notes: 'ours', tags: ['ours'] });
  const model = { version: undefined, notes: null, tags: null, owner: 'ours', description: 'ours' } as const;
  await change(session, { ...described, ...model });
  const state = { change: 'state', model: 'majora', version: 'v1', reason: '' } as const;
  await change(session, { ...state, to: 'completed' });
  changeAsS2(path, file => {
    Object.assign(file.models['majora']?.versions['v1'] ?? {}, {
      ...{ notes: 'theirs', tags: ['theirs'], status: 'training' },
    });
    Object.assign(file.models['majora']?.metadata ?? {}, { owner: 'theirs', description: 'theirs' });
  });
  const theirs = readS2File(path).models;
  await runDoctor(environmentOf(session));
  expect(readS2File(path).models).toEqual(theirs);
  const { status } = await loadModel(session, 'majora');
  expect(status.index.foreignFacts?.map(({ field, says }) => `${field} ${says}`).sort()).toEqual([
    'description theirs',
    'notes theirs',
    'owner theirs',
    'status training',
    'tags ["theirs"]',
  ]);
  await decide(session, 'adopt');
  expect(readS2File(path).models).toEqual(theirs);
  expect(await listDecisions(session)).toEqual([]);
});

test('reverting puts all of them back', async () => {
  const { path, session } = openThree();
  const described = { change: 'describe', model: 'majora', description: null, owner: null } as const;
  await change(session, { ...described, version: 'v1', notes: 'ours', tags: ['ours'] });
  const state = { change: 'state', model: 'majora', version: 'v1', reason: '' } as const;
  await change(session, { ...state, to: 'completed' });
  const ours = readS2File(path).models;
  changeRow(path, row => {
    Object.assign(row, { notes: 'theirs', tags: ['theirs'], status: 'training' });
  });
  await decide(session, 'revert');
  expect(readS2File(path).models).toEqual(ours);
  expect(await listDecisions(session)).toEqual([]);
});
