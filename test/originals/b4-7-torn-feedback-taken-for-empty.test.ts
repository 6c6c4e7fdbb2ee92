import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { feedbackOf, votesBefore, writeFeedback } from '../support/feedback.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

const whole = JSON.stringify(feedbackOf(votesBefore('2026-12-01T00:00:00.000Z', 14, 8)));

/** A file that could not be read was taken for one without votes, and the next save wrote it so. */
test.each([
  ['cut off', whole.slice(0, -40)],
  ['empty', ''],
  ['of two writers, one over the other', `${whole}${whole.slice(-20)}`],
  ['of another shape', '{"models": {}}'],
  ['half a shape', '{"interleaved": []}'],
])('B4.7: feedback that is %s is an error, and stays as it is', async (_, text) => {
  const feedback = writeFeedback(createTemporaryFolder(), text);
  const argv = ['--since-candidate', '48h'];
  for (const verb of [
    ['ab_tally', 'qwen_v2', '--feedback-file', feedback],
    ['votes', 'qwen', 'qwen_v2', '--feedback', feedback],
  ]) {
    const run = await runLastgood('/no-registry', [...verb, ...argv, '--json']);
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({ verdict: 'ERROR', votes: null, missingVotes: null });
  }
  expect(readFileSync(feedback, 'utf8')).toBe(text);
});
