import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/core/history/entry.ts';
import type { Receipt } from '../../../src/core/plan/receipt.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { prepareChange } from '../../../src/core/session/prepare-change.ts';
import { prepareGate } from '../../../src/core/session/prepare-gate.ts';
import type { Session } from '../../../src/core/session/session.ts';
import {
  bindPolicy,
  passingSummary,
  type ResultsChange,
  writeResults,
} from '../../support/evidence-files.ts';
import {
  apply,
  openRegistry,
  planBack,
  planPromote,
  promote,
  writeS0Registry,
} from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const weak: ResultsChange = { main: { ...passingSummary, groundedness: 1 } };

/** Two people at one registry of four versions, v1 live, whose `latest` and `staging` demand S0's policy. */
function createTwo(): { readonly one: Session; readonly other: Session; readonly root: string } {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 4, 1);
  const policies = bindPolicy('rag', { alias: '*' });
  const [one, other] = ['anna', 'bert'].map(actor => openRegistry(root, { actor, policies }));
  if (one === undefined || other === undefined) throw new Error('there are two');
  return { one, other, root };
}

async function judge(
  session: Session,
  version: string,
  { change = {}, alias = 'latest' }: { readonly change?: ResultsChange; readonly alias?: string } = {},
): Promise<Receipt> {
  const results = writeResults(createTemporaryFolder(), change);
  const request = { model: 'rag', version, alias, results, policy: undefined };
  return await apply(session, (await prepareGate(session, request)).plan);
}

async function listActions(session: Session): Promise<readonly string[]> {
  const { status } = await loadModel(session, 'rag');
  return status.index.entries.map(({ entry }) => entry.action);
}

describe('a promotion that was planned before somebody recorded a verdict', () => {
  test.each<readonly [string, (session: Session) => Promise<Receipt>]>([
    ['on another version', session => judge(session, 'v3', { change: weak })],
    [
      'on the same version for another alias',
      session => judge(session, 'v2', { alias: 'staging', change: weak }),
    ],
    ['on the same version with the same outcome', session => judge(session, 'v2')],
  ])('goes on behind one %s, and its receipt says where', async (_, record) => {
    const { one, other } = createTwo();
    await judge(one, 'v2');
    const plan = await planPromote(one, 'rag', 'v2');
    expect((await record(other)).outcome).toBe('applied');
    const receipt = await apply(one, plan);
    expect(receipt).toMatchObject({ outcome: 'applied', generation: 4 });
    expect(receipt.steps.map(({ target, state }) => [target, state])).toContainEqual([
      'history of rag, generation 4',
      'done',
    ]);
    expect(await listActions(one)).toEqual(['adopt', 'gate', 'gate', 'promote']);
  });

  test('is refused behind one that says something else of it, in words that tell which', async () => {
    const { one, other } = createTwo();
    await judge(one, 'v2');
    const plan = await planPromote(one, 'rag', 'v2');
    await judge(other, 'v2', { change: weak });
    expect(await apply(one, plan)).toMatchObject({
      outcome: 'refused',
      problem: {
        code: 'moved-meanwhile',
        message: expect.stringMatching(/^bert was first with the verdict FAIL by rag on v2 for latest at /),
      },
    });
    expect(await listActions(one)).toEqual(['adopt', 'gate', 'gate']);
  });

  test('is refused behind a move that came after the verdict, and told of the move', async () => {
    const { one, other, root } = createTwo();
    await judge(one, 'v2');
    const plan = await planPromote(one, 'rag', 'v2');
    await judge(other, 'v3');
    await promote(openRegistry(root, { actor: 'carl' }), 'rag', 'v4');
    expect(await apply(one, plan)).toMatchObject({
      outcome: 'refused',
      problem: { message: expect.stringMatching(/^carl was first with promote of latest v1 to v4 at /) },
    });
  });
});

describe('where nobody has written before', () => {
  test('a promotion goes on behind the adoption that came with a verdict, and adopts nothing again', async () => {
    const { other, root } = createTwo();
    const ungated = openRegistry(root);
    const plan = await planPromote(ungated, 'rag', 'v2');
    await judge(other, 'v3');
    const receipt = await apply(ungated, plan);
    expect(receipt.outcome).toBe('applied');
    expect(new Set(receipt.steps.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(await listActions(other)).toEqual(['adopt', 'gate', 'promote']);
  });
});

test('what rests on no verdict goes on behind any: a rollback, a hold, an unset', async () => {
  const { one, other, root } = createTwo();
  await promote(openRegistry(root), 'rag', 'v2');
  const back = await planBack(one, 'rag', 'v1');
  await judge(other, 'v1', { change: weak });
  expect((await apply(one, back)).outcome).toBe('applied');
  const unset = await prepareChange(one, { change: 'unset', model: 'rag', alias: 'latest', reason: 'test' });
  await judge(other, 'v1');
  expect((await apply(one, unset)).outcome).toBe('applied');
  const facts = (await loadModel(one, 'rag')).status.index.entries.flatMap(
    ({ entry }): readonly Fact[] => entry.facts,
  );
  expect(facts.filter(fact => fact.kind === 'gated').length).toBe(2);
});
