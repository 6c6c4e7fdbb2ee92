import { expect, test } from 'vitest';
import { pairAt, votesBefore, writeFeedback } from '../support/feedback.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

const now = '2026-12-01T00:00:00.000Z';

/** ab_tally compared the `…Z` of browsers with a time without a zone: it crashed, or skipped every row, by the version of Python. */
test.each([
  ['as browsers write them', (at: string) => at],
  ['without a zone', (at: string) => at.replace('Z', '')],
  ['as Python writes them', (at: string) => at.replace('T', ' ').replace(/\.(\d{3})Z$/, '.$1000+00:00')],
  [
    'of another zone',
    (at: string) => `${new Date(Date.parse(at) + 7_200_000).toISOString().slice(0, -1)}+02:00`,
  ],
])('B4.1: votes with times %s are counted', async (_, spell) => {
  const rows = votesBefore(now, 14, 8).map(row => ({ ...row, timestamp: spell(String(row.timestamp)) }));
  const feedback = writeFeedback(createTemporaryFolder(), rows);
  const argv = ['ab_tally', 'qwen_v2', '--feedback-file', feedback, '--since-candidate', '48h', '--json'];
  const run = await runLastgood('/no-registry', argv);
  expect(run.code, run.error).toBe(0);
  expect(run.json()).toMatchObject({ verdict: 'PASS', votes: { wins: 14, losses: 8, older: 0, future: 0 } });
});

test('B4.1: a row whose time nobody can read is an error that names it, never a vote that is not there', async () => {
  const rows = [...votesBefore(now, 14, 8), pairAt('last night', { preferred: 'B' })];
  const feedback = writeFeedback(createTemporaryFolder(), rows);
  const run = await runLastgood('/no-registry', ['ab_tally', 'qwen_v2', '--feedback-file', feedback]);
  expect(run.code).toBe(3);
  expect(run.out).toMatch(/^REJECT\nERROR: /);
  expect(run.out).toContain('row 23 of pair has text ("last night") for timestamp, which is not a time');
});
