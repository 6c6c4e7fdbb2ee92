import { beforeEach, expect, test } from 'vitest';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import {
  type ChangeRequest,
  prepareChange,
  prepareRegistration,
} from '../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { findToldModel, listTold, makeModel, openMachine } from '../../support/mlflow/fake-registry.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { apply } from '../../support/registry-rig.ts';

type Description = Extract<ChangeRequest, { readonly change: 'describe' }>;

const nothing = {
  change: 'describe',
  model: 'rag',
  notes: null,
  tags: null,
  description: null,
  owner: null,
} as const;
const theirText = `First line.\n\n\tSecond \u001b[31mred\u202e line.\n${'long '.repeat(400)}`;

let fake: FakeMlflow;
let session: Session;

beforeEach(async () => {
  fake = await startFakeMlflow();
  makeModel(fake, 'rag', 2);
  fake.call('PATCH', 'mlflow/model-versions/update', { name: 'rag', version: '1', description: theirText });
  fake.call('PATCH', 'mlflow/registered-models/update', { name: 'rag', description: theirText });
  const long = { key: 'long', value: theirText };
  fake.call('POST', 'mlflow/model-versions/set-tag', { name: 'rag', version: '1', ...long });
  fake.call('POST', 'mlflow/registered-models/set-tag', { name: 'rag', ...long });
  session = openMachine(fake);
  await session.registry.source?.refresh();
});

async function plan(request: Partial<Description>) {
  return await prepareChange(session, { ...nothing, version: undefined, ...request });
}

async function describe(request: Partial<Description>): Promise<Receipt> {
  return await apply(session, await plan(request));
}

const ofVersion = () => listTold(fake, 'rag')[0];

test('a tag is set, and the words of others stay as they are, byte for byte', async () => {
  expect(await describe({ version: 'v1', tags: ['risk=low'] })).toMatchObject({ outcome: 'applied' });
  expect(await describe({ tags: ['team=search'] })).toMatchObject({ outcome: 'applied' });
  expect(ofVersion()).toMatchObject({ description: theirText, tags: { long: theirText, risk: 'low' } });
  expect(findToldModel(fake, 'rag')).toMatchObject({
    description: theirText,
    tags: { long: theirText, team: 'search' },
  });
});

test('an owner, and notes of a version, touch nothing else either', async () => {
  await describe({ notes: 'of the model' });
  fake.call('PATCH', 'mlflow/registered-models/update', { name: 'rag', description: theirText });
  await describe({ owner: 'Anna' });
  await describe({ version: 'v1', notes: 'mine' });
  expect(findToldModel(fake, 'rag').description).toBe(theirText);
  expect(ofVersion()).toMatchObject({ description: 'mine', tags: { long: theirText } });
});

test('what people type gets there as typed, is shown safe, and stays so where somebody else wrote since', async () => {
  const notes = `two\nlines\u001b[0m and ${'more '.repeat(300)}`;
  const receipt = await describe({ version: 'v1', notes, tags: ['why= a\nb '] });
  expect(receipt).toMatchObject({ outcome: 'applied' });
  expect(ofVersion()).toMatchObject({ description: notes, tags: { why: ' a\nb ' } });
  expect(JSON.stringify(receipt)).not.toContain('\\u001b');
  expect(receipt.command).toContain(`--notes $'two\\nlines\\x1b[0m and more `);
  await session.registry.source?.refresh();
  expect((await plan({ version: 'v1', notes })).changes).toBe(true);
});

test('what is there already is not written again', async () => {
  await describe({ version: 'v2', notes: 'good', tags: ['risk=low'] });
  await session.registry.source?.refresh();
  expect((await plan({ version: 'v2', notes: 'good', tags: ['risk=low'] })).changes).toBe(false);
  expect((await plan({ version: 'v2', tags: ['risk=high'] })).changes).toBe(true);
});

test.each([
  ['notes that are too long', { notes: 'x'.repeat(5001) }, '5001 characters'],
  ['notes whose record is too long', { notes: 'x'.repeat(4990) }, 'record of this is too long'],
  ['a value that is too long', { tags: [`a=${'x'.repeat(5001)}`] }, '5001 characters'],
  ['a name that is too long', { tags: ['x'.repeat(251)] }, '251 characters'],
  ['a name that MLflow does not take', { tags: ['good=1', 'bad!=1'] }, '"bad!"'],
  ['a name that is a path to another', { tags: ['a//b=1'] }, '"a//b"'],
  ['no name', { tags: ['=1'] }, 'needs a name'],
  ["lastgood's own", { tags: ['lastgood.history.00000009.x={}'] }, 'lastgood.'],
  ["MLflow's own", { tags: ['mlflow.note=1'] }, 'mlflow.'],
])('%s: refused before anything is written', async (_what, request, words) => {
  const before = JSON.stringify([listTold(fake, 'rag'), findToldModel(fake, 'rag')]);
  const asked = await plan({ version: 'v1', ...request });
  expect(asked.blockers).toEqual([
    { code: 'usage', message: expect.stringContaining(words), hint: expect.any(String) },
  ]);
  expect(JSON.stringify([listTold(fake, 'rag'), findToldModel(fake, 'rag')])).toBe(before);
});

test('notes and tags of a registration get there as typed, and those that do not fit make nothing', async () => {
  const wanted = {
    ...{ model: 'new', version: undefined, evidence: [], configuration: null, parent: undefined },
    weights: { at: 'elsewhere', text: 's3://bucket/1' },
  } as const;
  const notes = `two\nlines, ${'x'.repeat(4900)}`;
  const register = async (change: { readonly notes?: string; readonly tags?: readonly string[] }) => {
    const registration = { ...wanted, notes: undefined, tags: [], ...change };
    return await apply(session, await prepareRegistration(session, registration));
  };
  for (const tags of [['bad!'], ['lastgood.operation=x'], [`a=${'x'.repeat(5001)}`]])
    expect(await register({ tags })).toMatchObject({ outcome: 'refused', problem: { code: 'usage' } });
  expect(fake.store.models.has('new')).toBe(false);
  expect(await register({ notes, tags: ['why=a\nb'] })).toMatchObject({ outcome: 'applied' });
  expect(listTold(fake, 'new')[0]).toMatchObject({ description: notes, tags: { why: 'a\nb' } });
});

test('a reason is kept whole, or refused', async () => {
  const hold = (reason: string, version?: string) =>
    prepareChange(session, { change: 'hold', model: 'rag', version, reason });
  const reason = `INC-1 ${'why '.repeat(700)}!`;
  await apply(session, await hold(reason));
  const [value = ''] = Object.values(findToldModel(fake, 'rag').tags).filter(tag => tag.includes('INC-1'));
  expect(JSON.parse(value)).toMatchObject({ entry: { reason } });
  expect((await hold('x'.repeat(4990), 'v2')).blockers).toMatchObject([{ code: 'usage' }]);
});
