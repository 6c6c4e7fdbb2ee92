import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { maxFeedbackRows, parseUserFeedback } from '../../../src/core/evidence/parse-user-feedback.ts';
import type { Feedback } from '../../../src/core/votes/feedback.ts';
import { feedbackOf, pairAt } from '../../support/feedback.ts';
import { readFile } from '../../support/gate-policies.ts';

const at = '2026-03-01T11:00:00.000Z';

function parse(value: unknown): Feedback | string {
  const content = parseUserFeedback(readFile('user_feedback.json', value as EvidenceValue), []);
  return content.ok ? (content.feedback ?? 'no feedback') : content.problem;
}

function parseRows(...rows: readonly unknown[]): Feedback | string {
  return parse(feedbackOf(rows));
}

test('votes are read in the order of the file, ratings are counted apart', () => {
  const rating = {
    timestamp: at,
    model_used: 'qwen_v2',
    rating: 5,
    latency: 1.2,
    question: '',
    response: '',
  };
  const value = { interleaved: [rating, rating], pair: [pairAt(at), pairAt(at, { preferred: 'tie' })] };
  expect(parse(value)).toEqual({
    votes: [
      {
        castAtMs: Date.parse(at),
        a: 'qwen_v2',
        b: 'qwen_v1',
        preferred: 'A',
        said: 'text ("A")',
        copies: 0,
      },
      expect.objectContaining({ preferred: 'tie' }),
    ],
    ratings: 2,
  });
});

test('a file of the page that nobody has voted on has no votes', () => {
  expect(parse({ interleaved: [], pair: [] })).toEqual({ votes: [], ratings: 0 });
  expect(parse({ pair: [] })).toEqual({ votes: [], ratings: 0 });
});

describe('what is no feedback is never taken for an empty one', () => {
  test.each([
    [null, 'no user feedback: it is null, not an object with a list pair'],
    [[pairAt(at)], 'no user feedback: it is a list, not an object with a list pair'],
    [{}, 'no user feedback: it has no list pair'],
    [{ interleaved: [] }, 'no user feedback: it has no list pair'],
    [{ pair: null }, 'no user feedback: pair is null, not a list'],
    [{ pair: { 0: pairAt(at) } }, 'no user feedback: pair is an object, not a list'],
    [{ pair: [], interleaved: 'none' }, 'no user feedback: interleaved is text ("none"), not a list'],
    [{ pair: [], interleaved: [1] }, 'not to be relied on: row 1 of interleaved is 1, not an object'],
  ])('%j', (value, problem) => {
    expect(parse(value)).toBe(problem);
  });

  test.each([
    [[], 'row 2 of pair is a list, not an object'],
    [null, 'row 2 of pair is null, not an object'],
    [pairAt(undefined), 'row 2 of pair has no timestamp'],
    [pairAt(null), 'row 2 of pair has null for timestamp, which is not a time'],
    [pairAt('soon'), 'row 2 of pair has text ("soon") for timestamp, which is not a time'],
    [pairAt(1772366400), 'row 2 of pair has 1772366400 for timestamp, which is not a time'],
    [pairAt(at, { a_model: null }), 'row 2 of pair has null for a_model, which is not the name of a model'],
    [
      pairAt(at, { b_model: '' }),
      'row 2 of pair has text ("") for b_model, which is not the name of a model',
    ],
  ])('a row %j', (row, problem) => {
    const rows = JSON.parse(JSON.stringify([pairAt(at), row]));
    expect(parseRows(...rows)).toBe(`not to be relied on: ${problem}`);
  });

  test('more rows than anybody reads', () => {
    const rows = Array.from({ length: maxFeedbackRows + 1 }, () => null);
    expect(parse(feedbackOf(rows))).toBe('too long: pair has more than 200,000 rows');
  });
});

test('a preference that there is not is kept as it was said', () => {
  for (const [preferred, said] of [
    ['a', 'text ("a")'],
    ['left\u001b[31m', 'text ("left^[[31m")'],
    [null, 'null'],
    [1, '1'],
    [undefined, 'nothing'],
  ])
    expect(parseRows(pairAt(at, { preferred }))).toMatchObject({ votes: [{ preferred: undefined, said }] });
});

describe('rows that say the same at the same time are one', () => {
  test('however their members are ordered and their time is spelled', () => {
    const row = pairAt(at, { comment: 'ä' });
    const turned = Object.fromEntries(Object.entries(row).reverse());
    const respelled = { ...row, timestamp: '2026-03-01 11:00:00' };
    expect(parseRows(row, turned, respelled)).toMatchObject({ votes: [{ copies: 2 }] });
  });

  test.each([
    ['another time', { timestamp: '2026-03-01T11:00:00.001Z' }],
    ['another question', { question: 'why?' }],
    ['the other answer', { preferred: 'B' }],
    ['another rating', { ratingA: 4 }],
    ['the models turned round', { a_model: 'qwen_v1', b_model: 'qwen_v2' }],
  ])('but not with %s', (_, change) => {
    const row = pairAt(at);
    expect(parseRows(row, { ...row, ...change })).toMatchObject({ votes: [{ copies: 0 }, { copies: 0 }] });
  });

  test('also of a great many of one moment', () => {
    const rows = Array.from({ length: 50_000 }, (_, place) => pairAt(at, { question: String(place % 10) }));
    const parsed = parseRows(...rows);
    expect(parsed).toMatchObject({ votes: Array.from({ length: 10 }, () => ({ copies: 4999 })) });
  });
});
