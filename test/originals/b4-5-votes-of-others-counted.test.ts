import { expect, test } from 'vitest';
import { type PairRow, pairAt, votesBefore, writeFeedback } from '../support/feedback.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { type Run, runLastgood } from '../ui/command-line/command-line.ts';

const now = '2026-12-01T00:00:00.000Z';
const minuteAgo = '2026-11-30T23:59:00.000Z';

async function tally(rows: readonly PairRow[], ...options: readonly string[]): Promise<Run> {
  const feedback = writeFeedback(createTemporaryFolder(), rows);
  const argv = ['ab_tally', 'qwen_v2', '--feedback-file', feedback, '--since-candidate', '48h', '--json'];
  return await runLastgood('/no-registry', [...argv, ...options]);
}

/** Twenty pairs without the candidate made the ratio of twenty wins 50%. */
test('B4.5: only pairs that the candidate is one half of are in the ratio', async () => {
  const others = votesBefore(now, 20, 0).map(row => ({ ...row, a_model: 'mistral_v1', question: 'other' }));
  const run = await tally([...votesBefore(now, 20, 0), ...others], '--threshold', '0.9');
  expect(run.code, run.error).toBe(0);
  expect(run.json()).toMatchObject({ votes: { wins: 20, losses: 0, others: 20, ratio: 1 } });
});

/** Without a challenger the page showed a model against itself, and either answer counted. */
test('B4.5: a model against itself wins nothing and loses nothing', async () => {
  const itself = votesBefore(now, 15, 15).map(row => ({ ...row, b_model: 'qwen_v2', question: 'itself' }));
  const run = await tally([...votesBefore(now, 14, 8), ...itself]);
  expect(run.json()).toMatchObject({ votes: { wins: 14, losses: 8, selfPairs: 30 } });
  expect((await tally(itself)).json()).toMatchObject({ verdict: 'INCONCLUSIVE', votes: { ratio: null } });
});

test('B4.5: one vote is INCONCLUSIVE by default', async () => {
  const run = await tally([pairAt(minuteAgo)]);
  expect(run.code).toBe(3);
  expect(run.json()).toMatchObject({ verdict: 'INCONCLUSIVE', missingVotes: 19 });
});

/** Browsers say when a vote was cast, and what is preferred. */
test('B4.5: a vote from the future, one repeated, and one for neither half move nothing', async () => {
  const rows = [
    ...votesBefore(now, 10, 10),
    ...Array.from({ length: 5 }, () => pairAt(minuteAgo, { preferred: 'A', question: 'again' })),
    pairAt('2027-01-01T00:00:00.000Z', { preferred: 'A' }),
    pairAt(minuteAgo, { preferred: 'qwen_v2' }),
    pairAt(minuteAgo, { preferred: 'tie', question: 'tie' }),
  ];
  const run = await tally(rows);
  expect(run.json()).toMatchObject({
    verdict: 'PASS',
    votes: { wins: 11, losses: 10, ties: 1, duplicates: 4, future: 1, unknown: 1 },
    reason: expect.stringContaining('1 vote not counted that prefers text ("qwen_v2")'),
  });
});
