import { expect, test } from 'vitest';
import { makeBuiltInPolicy } from '../../../../src/adapters/policies/built-in-policies.ts';
import type { EvidenceFile } from '../../../../src/core/evidence/evidence-file.ts';
import { evaluateGate, type GateInput } from '../../../../src/core/gate/evaluate-gate.ts';
import { formatGateReport } from '../../../../src/core/gate/format-report.ts';
import { parseGateReport } from '../../../../src/core/gate/parse-gate-report.ts';
import { replaceThresholds } from '../../../../src/core/gate/replace-thresholds.ts';
import type { GateReport, RuleResult } from '../../../../src/core/gate/report.ts';
import { feedbackOf, type PairRow, pairAt, votesBefore } from '../../../support/feedback.ts';
import { evidence, gateInput, judgedAt, missingEvidence } from '../../../support/gate-policies.ts';

const { policy } = makeBuiltInPolicy('votes');
const subject = { model: 'qwen', version: 'qwen_v2', alias: 'stable' };
const since = { at: '2026-02-28T11:00:00.000Z', source: 'history' } as const;
const minuteAgo = '2026-03-01T11:59:00.000Z';

function report(rows: readonly PairRow[] | EvidenceFile, changes: Partial<GateInput> = {}): GateReport {
  const file = 'state' in rows ? rows : evidence('feedback', feedbackOf(rows));
  const candidacy = { name: undefined, since };
  return evaluateGate(gateInput(policy, [file], { subject, candidacy, ...changes }));
}

function judge(...asked: Parameters<typeof report>): RuleResult {
  const [result] = report(...asked).rules;
  if (result === undefined) throw new Error('no result');
  return result;
}

const won = votesBefore(judgedAt, 14, 8);

test('enough votes, enough of them wins, and its time as the candidate pass', () => {
  expect(judge(won)).toMatchObject({
    id: 'feedback',
    rule: 'votes',
    verdict: 'PASS',
    metric: 'win_ratio',
    operator: '>=',
    threshold: 0.5,
    value: 14 / 22,
    margin: 0.136363636364,
    unit: 'ratio',
    reason:
      'qwen_v2 won 14 of 22 votes of the last 24 h, 63.6% (42.9%..80.2% with 95% confidence), at least 50%; ' +
      'candidate since 2026-02-28 11:00 UTC, at least 24 h.',
    remedy: null,
  });
});

test('half of the votes is enough, and less is not', () => {
  expect(judge(votesBefore(judgedAt, 10, 10)).verdict).toBe('PASS');
  expect(judge(votesBefore(judgedAt, 10, 11))).toMatchObject({
    verdict: 'FAIL',
    remedy: 'Needs 1 more win and no further loss.',
  });
});

test.each([
  [
    1,
    'qwen_v2 won 1 of 1 vote of the last 24 h, 100% (20.6%..100% with 95% confidence); at least 20 are needed.',
  ],
  [0, 'qwen_v2 has no vote for or against it of the last 24 h; at least 20 are needed.'],
])('%i vote is INCONCLUSIVE, however it fell', (count, reason) => {
  const missing = 20 - count;
  const remedy = `Needs ${missing} more votes.`;
  expect(judge(votesBefore(judgedAt, count, 0))).toMatchObject({ verdict: 'INCONCLUSIVE', reason, remedy });
});

test.each([
  ['a time that is too short', '2026-02-28T18:30:00.000Z', 'Wait 6.5 h.'],
  ['a time that is a minute too short', '2026-02-28T12:01:00.000Z', 'Wait 1 min.'],
  ['a time to come', '2026-03-02T12:00:00.000Z', 'Wait 48 h.'],
])('%s is INCONCLUSIVE', (_, at, remedy) => {
  const candidacy = { name: undefined, since: { at, source: 'history' } } as const;
  expect(judge(won, { candidacy })).toMatchObject({ verdict: 'INCONCLUSIVE', remedy });
});

test('a time that nobody knows is INCONCLUSIVE', () => {
  const judged = judge(won, { candidacy: { name: undefined, since: undefined } });
  expect(judged).toMatchObject({ verdict: 'INCONCLUSIVE', votes: { candidateSince: null } });
  expect(judged.remedy).toContain('--since-candidate');
});

test('what is odd about votes is told, and counts for nothing', () => {
  const rows = [
    ...won,
    pairAt(minuteAgo, { question: 'twice' }),
    pairAt(minuteAgo, { question: 'twice' }),
    pairAt(minuteAgo, { preferred: 'left' }),
    pairAt('2026-03-01T12:05:00.001Z', { preferred: 'B' }),
    pairAt(minuteAgo, { b_model: 'qwen_v2', question: 'itself' }),
    pairAt(minuteAgo, { preferred: 'tie', question: 'tie' }),
    pairAt(minuteAgo, { preferred: 'neither', question: 'neither' }),
    pairAt(minuteAgo, { a_model: 'mistral_v1', question: 'other' }),
    pairAt('2026-02-28T11:59:59.999Z', { preferred: 'B' }),
  ];
  const { verdict, votes, reason } = judge(rows);
  expect(verdict).toBe('PASS');
  expect(votes).toMatchObject({ wins: 15, losses: 8, ties: 1, neither: 1, others: 1, selfPairs: 1 });
  expect(votes).toMatchObject({ unknown: 1, duplicates: 1, future: 1, older: 1 });
  expect(reason).toContain(
    '; 1 vote from the future not counted; 1 vote not counted that prefers text ("left"); ' +
      '1 repeated row counted once; 1 pair of qwen_v2 with itself left out.',
  );
});

test('a candidate that the feedback calls something else is found by its name, and told where it is not', () => {
  const run = { ...subject, version: 'run-001' };
  const { verdict, reason } = judge(won, { subject: run });
  expect(verdict).toBe('INCONCLUSIVE');
  expect(reason).toContain('no pair of that time has run-001, they are of qwen_v2, qwen_v1');
  expect(judge(won, { subject: run, candidacy: { name: 'qwen_v2', since } }).verdict).toBe('PASS');
});

test('results that belong to nobody are INCONCLUSIVE', () => {
  expect(judge(won, { subject: null })).toMatchObject({
    verdict: 'INCONCLUSIVE',
    reason: 'Votes are about a candidate, and no model was named.',
  });
});

test.each([
  ['missing', missingEvidence('feedback'), 'feedback.json is missing.'],
  [
    'torn',
    {
      source: 'feedback',
      state: 'unusable',
      name: 'user_feedback.json',
      problem: 'torn: it ends inside a text',
    } as const,
    'user_feedback.json is torn: it ends inside a text.',
  ],
  [
    'of another shape',
    evidence('feedback', { models: {} }),
    'feedback.json is no user feedback: it has no list pair.',
  ],
])('feedback that is %s is an ERROR', (_, file, reason) => {
  expect(judge(file)).toMatchObject({ verdict: 'ERROR', reason });
});

test('a report with votes is read as it was written', () => {
  const written = {
    ...report(won),
    files: [],
    policy: { name: 'votes', sha256: 'a'.repeat(64), origin: '' },
  };
  expect(parseGateReport(JSON.parse(formatGateReport(written)))).toEqual({ ok: true, report: written });
  const broken = JSON.parse(formatGateReport(written));
  broken.rules[0].votes.wins = -1;
  expect(parseGateReport(broken)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('votes.wins'),
  });
});

test('a binding may replace the part of wins', () => {
  expect(replaceThresholds(policy, { feedback: 0.6 })).toMatchObject({
    ok: true,
    policy: { rules: [{ threshold: 0.6 }] },
  });
  expect(replaceThresholds(policy, { feedback: 60 })).toMatchObject({
    ok: false,
    problem: 'it must be a number of 0 to 1',
  });
});

test('where no feedback is named the remedy says how to name it, for verbs without the option too', () => {
  expect(judge(missingEvidence('feedback')).remedy).toBe(
    'Name the file of the voting page by FEEDBACK_FILE, or with --feedback of gate, promote or switch_stable.',
  );
});
