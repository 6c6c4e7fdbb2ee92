import { describe, expect, it } from 'vitest';
import { escapeMarkdown, formatJobSummary, type RunFacts } from '../../../scripts/action/job-summary.ts';
import { readWish } from '../../../scripts/action/read-wish.ts';

const wish = readWish({
  LASTGOOD_ACTION_VERB: 'rollback',
  LASTGOOD_ACTION_MODEL: 'rag',
  LASTGOOD_ACTION_REASON: 'INC-7 | wrong <b>answers</b>',
  LASTGOOD_ACTION_CONFIRM: 'rag@latest',
});
const run: RunFacts = {
  ...{ title: 'Roll back rag latest: v3 to v2', outcome: 'applied', verdict: undefined, version: undefined },
  ...{
    actor: 'octocat',
    operation: 'op-1',
    undo: 'lastgood undo rag op-1',
    resume: undefined,
    problem: undefined,
    notes: [],
  },
  ...{ steps: [{ text: 'latest: v3 to v2', state: 'done' }], exitCode: 0, previous: 'v3', live: 'v2' },
};

describe('the summary of a job', () => {
  it('says what was done and what is live', () => {
    expect(formatJobSummary(wish, run).split('\n')).toEqual([
      '### lastgood rollback: done',
      '',
      'Roll back rag latest: v3 to v2',
      '',
      '|  |  |',
      '| --- | --- |',
      '| Model | rag |',
      '| Live before | v3 |',
      '| Live now | v2 |',
      '| Reason | INC-7 &#124; wrong &#60;b&#62;answers&#60;/b&#62; |',
      '| By | octocat |',
      '| Operation | op-1 |',
      '| Take it back | lastgood undo rag op-1 |',
      '',
      '| Step | State |',
      '| --- | --- |',
      '| latest: v3 to v2 | done |',
      '',
      '',
    ]);
  });

  it.each([
    [{ exitCode: 4, outcome: 'refused' }, 'failed (exit 4)'],
    [{ exitCode: 7, outcome: 'partial' }, 'partly done'],
    [{ exitCode: 0, outcome: 'unchanged' }, 'nothing to do'],
    [{ exitCode: 1, outcome: undefined }, 'failed (exit 1)'],
    [
      { exitCode: 0, outcome: undefined, steps: [{ text: 'a', state: 'planned' }] },
      'planned, nothing is changed',
    ],
  ])('never says more than what happened: %j', (end, words) => {
    const [heading] = formatJobSummary(wish, { ...run, ...end }).split('\n');
    expect(heading).toBe(`### lastgood rollback: ${words}`);
  });

  it('offers no way back from what was not done', () => {
    expect(formatJobSummary(wish, { ...run, exitCode: 7, outcome: 'partial' })).not.toContain('Take it back');
  });

  it('does not repeat a reason that was refused: a secret may be in it', () => {
    const error = 'secret-given: What was given as reason holds the value of HF_TOKEN.';
    const summary = formatJobSummary(wish, { ...run, exitCode: 2, outcome: undefined, problem: error });
    expect(summary).toContain('holds the value of HF');
    expect(summary).not.toContain('| Reason');
    expect(formatJobSummary(wish, run)).toContain('| Reason');
  });

  it('cuts what is endless', () => {
    const notes = Array.from({ length: 1000 }, (_, at) => `note ${at} ${'x'.repeat(5000)}`);
    const summary = formatJobSummary(wish, { ...run, notes });
    expect(summary.length).toBeLessThan(40_000);
    expect(summary).toContain('… and 940 more');
  });
});

describe('a text from outside in Markdown', () => {
  it.each([
    ['a_b rag_v7', 'a_b rag_v7'],
    ['_x_ *y*', '&#95;x&#95; &#42;y&#42;'],
    ['[a](http://b)', '&#91;a&#93;&#40;http&#58;//b&#41;'],
    ['one\n# two', 'one &#35; two'],
    ['@team #1 `x` <img>', '&#64;team &#35;1 &#96;x&#96; &#60;img&#62;'],
  ])('%j formats nothing', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});
