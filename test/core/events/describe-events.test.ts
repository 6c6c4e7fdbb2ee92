import { describe, expect, test } from 'vitest';
import { describeEvents, type PlanEnd, type ToldPlan } from '../../../src/core/events/describe-events.ts';
import { describeEventTitle, listEventRows } from '../../../src/core/events/event-words.ts';
import { noGate } from '../../../src/core/history/entry.ts';
import type { EntryDraft } from '../../../src/core/history/entry-draft.ts';
import type { ReceiptProblem, StepReceipt } from '../../../src/core/plan/receipt.ts';
import { sampleEvent } from '../../support/notify/sample-event.ts';

const facts = {
  registry: { name: 'production', kind: 'directory', place: '/srv/registry' },
  now: '2026-11-21T03:04:05.000Z',
} as const;

const draft: EntryDraft = {
  action: 'rollback',
  moves: [{ alias: 'latest', from: 'v2', to: 'v1' }],
  facts: [{ kind: 'held', version: 'v2' }],
  reason: 'INC-42 wrong answers',
  gate: noGate,
  reverts: null,
};

function planOf(change: Partial<ToldPlan> = {}): ToldPlan {
  return {
    ...{ act: 'rollback', title: 'Roll back rag latest: v2 to v1', model: 'rag', operationId: 'op-1' },
    ...{
      actor: 'anna',
      drafts: [draft],
      keeps: [],
      registration: undefined,
      command: 'lastgood rollback rag',
    },
    ...change,
  };
}

const problem: ReceiptProblem = { code: 'disk-full', message: 'No space is left.', hint: 'Free some.' };

/** @param entry what became of the step that appends the entry */
function endOf(
  outcome: 'applied' | 'unchanged' | 'partial' | 'refused',
  entry: StepReceipt['state'] = 'done',
  failure: ReceiptProblem | undefined = undefined,
): PlanEnd {
  const step = { kind: 'append-history', target: 'history', expected: null, value: null } as const;
  return {
    at: 'receipt',
    receipt: {
      ...{
        outcome,
        act: 'rollback',
        title: 'x',
        model: 'rag',
        operationId: 'op-1',
        actor: 'anna',
        generation: 3,
      },
      ...{ version: undefined, command: 'x', problem: failure },
      steps: [{ step, state: entry, target: 'history', problem: undefined }],
    },
  };
}

function kindsOf(plan: ToldPlan, end: PlanEnd): readonly string[] {
  return describeEvents(plan, end, facts).map(({ kind, outcome }) => `${kind}, ${outcome}`);
}

test('a rollback that is done tells who moved what, why, and under which incident', () => {
  expect(describeEvents(planOf(), endOf('applied'), facts)).toEqual([
    {
      ...{
        format: 1,
        eventId: 'op-1.rolled-back',
        operationId: 'op-1',
        kind: 'rolled-back',
        act: 'rollback',
      },
      ...{ title: 'Roll back rag latest: v2 to v1', at: facts.now, actor: 'anna', registry: facts.registry },
      ...{ model: 'rag', version: 'v1', alias: 'latest', from: 'v2', to: 'v1' },
      ...{ reason: 'INC-42 wrong answers', incident: 'INC-42', gate: undefined, outcome: 'done' },
      ...{ problem: undefined, command: 'lastgood rollback rag', links: [], metrics: {}, files: {} },
    },
  ]);
});

describe('what failed is called failed, with how far it came', () => {
  test.each([
    ['the entry stands, a pointer does not', endOf('partial', 'done', problem), ['failed, partly']],
    ['nobody knows', endOf('partial', 'unknown', problem), ['failed, unknown']],
    ['it stopped before the entry', endOf('partial', 'not-started', problem), ['failed, not-done']],
    ['it was refused by the disk', endOf('refused', 'not-started', problem), ['failed, not-done']],
    ['it was never begun', { at: 'refusal', problem } as const, ['failed, not-done']],
  ])('%s', (_, end, expected) => {
    expect(kindsOf(planOf(), end)).toEqual(expected);
  });
});

describe('nothing is told', () => {
  test.each([
    ['of what already was so', planOf(), endOf('unchanged')],
    [
      'of what somebody else was quicker with',
      planOf(),
      endOf('refused', 'not-started', { ...problem, code: 'moved-meanwhile' }),
    ],
    [
      'where writing is switched off',
      planOf(),
      { at: 'refusal', problem: { ...problem, code: 'read-only' } } as const,
    ],
    [
      'of a person who said no',
      planOf(),
      { at: 'refusal', problem: { ...problem, code: 'cancelled' } } as const,
    ],
    [
      'of a missing reason',
      planOf(),
      { at: 'refusal', problem: { ...problem, code: 'reason-required' } } as const,
    ],
    [
      'of a note on a version',
      planOf({ act: 'describe', drafts: [{ ...draft, action: 'describe', moves: [], facts: [] }] }),
      endOf('applied'),
    ],
    [
      'of a failed note',
      planOf({ act: 'describe', drafts: [{ ...draft, action: 'describe', moves: [], facts: [] }] }),
      endOf('refused', 'failed', problem),
    ],
    [
      'of what only records the moves of others',
      planOf({ act: 'adopt', drafts: [{ ...draft, action: 'adopt' }] }),
      endOf('applied'),
    ],
  ])('%s', (_, plan, end) => {
    expect(kindsOf(plan, end)).toEqual([]);
  });
});

describe('each act is told by its name', () => {
  const move = (from: string | null, to: string | null): EntryDraft => ({
    ...draft,
    moves: [{ alias: 'latest', from, to }],
    facts: [],
  });
  test.each<[ToldPlan, string]>([
    [planOf({ act: 'promote', drafts: [move('v1', 'v2')] }), 'promoted'],
    [planOf({ act: 'unset', drafts: [move('v1', null)] }), 'unset'],
    [planOf({ act: 'archive', drafts: [move('v1', null)] }), 'unset'],
    [planOf({ act: 'state', drafts: [move('v1', 'v2')] }), 'promoted'],
    [planOf({ act: 'undo', drafts: [move('v2', 'v1')] }), 'rolled-back'],
    [
      planOf({
        act: 'undo',
        drafts: [{ ...move('v1', 'v2'), facts: [{ kind: 'released', version: 'v2' }] }],
      }),
      'promoted',
    ],
    [
      planOf({ act: 'hold', drafts: [{ ...draft, moves: [], facts: [{ kind: 'held', version: 'v2' }] }] }),
      'held',
    ],
    [
      planOf({
        act: 'release',
        drafts: [{ ...draft, moves: [], facts: [{ kind: 'released', version: null }] }],
      }),
      'released',
    ],
  ])('%#', (plan, kind) => {
    expect(kindsOf(plan, endOf('applied'))).toEqual([`${kind}, done`]);
  });
});

test('a gate that keeps a version from being promoted is told as a refusal, and of a registration with it too', () => {
  const end = { at: 'refusal', problem: { ...problem, code: 'gate-not-passed' } } as const;
  expect(kindsOf(planOf({ act: 'promote' }), end)).toEqual(['refused, not-done']);
  expect(
    kindsOf(planOf({ act: 'register', drafts: [{ ...draft, action: 'register', moves: [] }] }), end),
  ).toEqual(['refused, not-done']);
});

test('a verdict tells every number that was judged, and its report', () => {
  const rules = [
    { id: 'a', value: 4.125 },
    { id: 'b', value: null },
  ];
  const text = JSON.stringify({ rules, subject: { model: 'rag', version: 'v2', alias: 'latest' } });
  const gated: EntryDraft = {
    ...draft,
    action: 'gate',
    moves: [],
    facts: [],
    gate: { verdict: 'FAIL', overridden: false },
  };
  const plan = planOf({
    act: 'gate',
    drafts: [gated],
    keeps: [{ name: 'gate.json', sha256: 'x', from: 'text', text }],
  });
  expect(describeEvents(plan, endOf('applied'), facts)).toMatchObject([
    {
      kind: 'gated',
      alias: 'latest',
      metrics: { a: 4.125 },
      files: { 'gate.json': text },
      gate: { verdict: 'FAIL' },
    },
  ]);
});

test('an operation that was finished by somebody later has the same name as where its own process told it', () => {
  const [own] = describeEvents(planOf(), endOf('applied'), facts);
  const [later] = describeEvents(planOf(), { at: 'finished', problem: undefined }, facts);
  expect(later).toEqual(own);
  expect(kindsOf(planOf(), { at: 'finished', problem })).toEqual(['failed, partly']);
});

test('an overridden gate is said in the words of every event', () => {
  const rows = listEventRows(sampleEvent({ gate: { verdict: 'FAIL', overridden: true } }));
  expect(rows).toContainEqual({ label: 'Gate', value: 'FAIL, OVERRIDDEN' });
});

test('a title says what happened, and of what failed nothing that was not done', () => {
  const said = (change: Parameters<typeof sampleEvent>[0]) => describeEventTitle(sampleEvent(change));
  expect(said({})).toBe('Rolled back frontshift-rag@latest: v2 to v1');
  expect(said({ kind: 'failed', outcome: 'not-done' })).toBe(
    'Failed, what is live has not changed: Roll back frontshift-rag latest: v2 to v1',
  );
  expect(said({ kind: 'held', alias: null, version: null })).toBe('Held frontshift-rag');
  expect(said({ kind: 'unset', from: 'v2', to: null })).toBe(
    'Nothing is live as frontshift-rag@latest any more: v2 was',
  );
});

describe('what was measured', () => {
  const measured = { groundedness: 4.125, latency: 0.1 };

  test('is told of what became live, and of nothing that did not', () => {
    const told = (end: PlanEnd) =>
      describeEvents(planOf({ measured }), end, facts).map(({ metrics }) => metrics);
    expect(told(endOf('applied'))).toEqual([measured]);
    expect(told(endOf('refused', 'not-started', problem))).toEqual([{}]);
    expect(describeEvents(planOf(), endOf('applied'), facts)[0]?.metrics).toEqual({});
  });

  test('is said to people as it is, and cut where it is long', () => {
    const said = (metrics: Readonly<Record<string, number>>) =>
      listEventRows({ ...sampleEvent(), metrics }).find(({ label }) => label === 'Measured')?.value;
    expect(said(measured)).toBe('groundedness 4.125, latency 0.1');
    expect(said({})).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: 23 }, (_, at) => [`m${at}`, at]));
    expect(said(many)).toMatch(/, m19 19 and 3 more$/);
  });
});
