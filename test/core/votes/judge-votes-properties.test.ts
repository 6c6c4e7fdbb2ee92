import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { parseUserFeedback } from '../../../src/core/evidence/parse-user-feedback.ts';
import { judgeVotes } from '../../../src/core/votes/judge-votes.ts';
import type { VoteTerms } from '../../../src/core/votes/vote-terms.ts';
import { feedbackOf, type PairRow, pairAt } from '../../support/feedback.ts';
import { readFile } from '../../support/gate-policies.ts';

const now = '2026-03-01T12:00:00.000Z';
const nowMs = Date.parse(now);
const hourMs = 3_600_000;
const candidate = 'qwen_v2';

type Question = {
  readonly rows: readonly PairRow[];
  readonly terms: VoteTerms;
  readonly ageMs: number | undefined;
};

/** The same rule, as slowly and obviously as it can be written: every row is held against every one before it. */
function judgeSlowly({ rows, terms, ageMs }: Question) {
  let wins = 0;
  let losses = 0;
  let ties = 0;
  let neither = 0;
  rows.forEach((row, place) => {
    const castAtMs = Date.parse(`${String(row.timestamp).replace('Z', '')}Z`);
    const isRepeated = rows.slice(0, place).some(earlier => {
      const same = (one: PairRow) =>
        JSON.stringify({ ...one, timestamp: String(one.timestamp).replace('Z', '') });
      return same(earlier) === same(row);
    });
    if (isRepeated) return;
    if (castAtMs < nowMs - terms.windowMs || castAtMs > nowMs + 5 * 60_000) return;
    if (row.a_model === row.b_model) return;
    if (row.a_model !== candidate && row.b_model !== candidate) return;
    const chosen = row.preferred === 'A' ? row.a_model : row.preferred === 'B' ? row.b_model : undefined;
    if (chosen !== undefined && chosen === candidate) wins += 1;
    if (chosen !== undefined && chosen !== candidate) losses += 1;
    if (row.preferred === 'tie') ties += 1;
    if (row.preferred === 'neither') neither += 1;
  });
  const votes = wins + losses;
  const isEnough = votes > 0 && votes >= terms.minVotes;
  const isWon = isEnough && wins / votes >= terms.threshold;
  const isOld = ageMs !== undefined && ageMs >= terms.candidateForMs;
  const verdict = !isEnough ? 'INCONCLUSIVE' : !isWon ? 'FAIL' : isOld ? 'PASS' : 'INCONCLUSIVE';
  return { verdict, wins, losses, ties, neither };
}

/** Times around both ends of the window, on them, and a millisecond beside them. */
const offsets = fc.oneof(
  fc.constantFrom(0, -24 * hourMs, -24 * hourMs - 1, 5 * 60_000, 5 * 60_000 + 1, -hourMs, -2 * hourMs),
  fc.integer({ min: -50 * hourMs, max: 2 * hourMs }),
);

const row: fc.Arbitrary<PairRow> = fc
  .record({
    offset: offsets,
    isNaive: fc.boolean(),
    a_model: fc.constantFrom(candidate, 'qwen_v1', 'mistral_v1'),
    b_model: fc.constantFrom(candidate, 'qwen_v1', 'mistral_v1'),
    preferred: fc.constantFrom('A', 'B', 'A', 'B', 'tie', 'neither', 'a', null),
    question: fc.constantFrom('q1', 'q2'),
  })
  .map(({ offset, isNaive, ...rest }) => {
    const at = new Date(nowMs + offset).toISOString();
    return pairAt(isNaive ? at.replace('Z', '') : at, rest);
  });

const question: fc.Arbitrary<Question> = fc.record({
  rows: fc.array(row, { maxLength: 60 }),
  terms: fc.record({
    threshold: fc.constantFrom(0, 0.3, 0.5, 0.6, 2 / 3, 1),
    minVotes: fc.integer({ min: 1, max: 12 }),
    windowMs: fc.constantFrom(hourMs, 24 * hourMs, 48 * hourMs),
    candidateForMs: fc.constantFrom(hourMs, 24 * hourMs),
  }),
  ageMs: fc.constantFrom(undefined, -hourMs, 0, hourMs, 24 * hourMs - 1, 24 * hourMs, 1000 * hourMs),
});

function judge({ rows, terms, ageMs }: Question) {
  const file = readFile('user_feedback.json', feedbackOf(rows) as unknown as EvidenceValue);
  const content = parseUserFeedback(file, []);
  if (!content.ok || content.feedback === undefined) throw new Error('no feedback');
  const at = ageMs === undefined ? undefined : new Date(nowMs - ageMs).toISOString();
  const since = at === undefined ? undefined : ({ at, source: 'history' } as const);
  return judgeVotes(content.feedback, terms, { candidate, since, now });
}

test('votes are judged as by a slow and obvious rule', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(question, asked => {
      const { verdict, result } = judge(asked);
      const { wins, losses, ties, neither } = result;
      seen.add(verdict);
      expect({ verdict, wins, losses, ties, neither }).toEqual(judgeSlowly(asked));
    }),
    { numRuns: 2000 },
  );
  expect([...seen].sort()).toEqual(['FAIL', 'INCONCLUSIVE', 'PASS']);
});

test('only PASS has nothing to be remedied, and every ratio is of 0 to 1 and inside its interval', () => {
  fc.assert(
    fc.property(question, asked => {
      const { verdict, remedy, result } = judge(asked);
      expect(remedy === null).toBe(verdict === 'PASS');
      const { ratio, interval } = result;
      expect(ratio === null).toBe(interval === null);
      if (ratio === null || interval === null) return;
      expect(interval.low <= ratio && ratio <= interval.high && ratio <= 1).toBe(true);
    }),
  );
});

test('as many wins as are said to be missing make it pass', () => {
  fc.assert(
    fc.property(question, fc.nat(30), (asked, place) => {
      const { verdict, remedy } = judge(asked);
      const more = /^Needs (\d+) more win/.exec(remedy ?? '')?.[1];
      fc.pre(verdict === 'FAIL' && more !== undefined);
      const won = Array.from({ length: Number(more) }, (_, index) =>
        pairAt(new Date(nowMs - 60_000 - index).toISOString(), { question: `new ${place} ${index}` }),
      );
      const enough = { ...asked, rows: [...asked.rows, ...won], ageMs: 1000 * hourMs };
      expect(judge(enough).verdict).toBe('PASS');
      expect(judge({ ...enough, rows: enough.rows.slice(0, -1) }).verdict).toBe('FAIL');
    }),
    { numRuns: 300 },
  );
});
