import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gateSchema } from '../../../src/ui/command-line/json/gate.ts';
import { votesSchema } from '../../../src/ui/command-line/json/votes.ts';
import { bindPolicy } from '../../support/evidence-files.ts';
import { pairAt, votesBefore, writeFeedback } from '../../support/feedback.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

/** Before the sessions of the tests, which are minutes apart, and after everything they record. */
const soon = '2026-12-01T00:00:00.000Z';
const model = 'frontshift-rag';
const policies = bindPolicy('votes', { alias: 'stable' });

function createFeedback(wins: number, losses: number, candidate = 'v2'): string {
  const rows = votesBefore(soon, wins, losses).map(row => ({ ...row, a_model: candidate }));
  return writeFeedback(createTemporaryFolder(), rows);
}

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

async function run(root: string, ...argv: readonly string[]): Promise<Run> {
  return await runLastgood(root, argv, { policies });
}

describe('votes', () => {
  test('needs no registry where it is said since when it is the candidate', async () => {
    const feedback = createFeedback(14, 8);
    const argv = ['votes', 'qwen', 'v2', '--feedback', feedback, '--since-candidate', '48h'];
    const judged = await run('/no-registry', ...argv);
    expect(judged.code, judged.error).toBe(0);
    expect(judged.out).toContain(`PASS: qwen v2, by the votes of ${feedback}`);
    expect(judged.out).toMatch(/votes +22 of the last 24 h: 14 won, 8 lost +at least 20/);
    expect(judged.out).toMatch(/ratio +63\.6%, 42\.9% to 80\.2% with 95% confidence +at least 50%/);
    const document = (await run('/no-registry', ...argv, '--json')).json();
    expect(votesSchema.parse(document)).toMatchObject({
      verdict: 'PASS',
      missingVotes: 0,
      waitMs: 0,
      votes: { wins: 14, losses: 8, sinceFrom: 'said' },
    });
  });

  test('one vote is INCONCLUSIVE and exits 3, and passes only where that is asked for', async () => {
    const argv = ['votes', 'qwen', 'v2', '--feedback', createFeedback(1, 0), '--since-candidate', '48h'];
    const judged = await run('/no-registry', ...argv);
    expect(judged).toMatchObject({ code: 3, out: expect.stringContaining('To pass: Needs 19 more votes.') });
    expect(await run('/no-registry', ...argv, '--min-votes', '1')).toMatchObject({ code: 0 });
  });

  test.each([
    [['--threshold', '0.7'], 3, 'FAIL'],
    [['--hours', '0.1'], 3, 'INCONCLUSIVE'],
    [['--since-candidate', '23h'], 3, 'INCONCLUSIVE'],
    [['--as', 'qwen_v1'], 3, 'FAIL'],
  ] as const)('takes %j', async (options, code, verdict) => {
    const base = ['votes', 'qwen', 'v2', '--feedback', createFeedback(14, 8), '--since-candidate', '48h'];
    const judged = await run('/no-registry', ...base, ...options, '--json');
    expect(judged.code, judged.error).toBe(code);
    expect(judged.json()).toMatchObject({ verdict });
  });

  test('asks the history since when it is the candidate, and says why it does not know', async () => {
    const root = createRegistry();
    const feedback = createFeedback(14, 8);
    const judge = async () => await run(root, 'votes', model, 'v2', '--feedback', feedback, '--json');
    const unknown = await judge();
    expect(unknown).toMatchObject({ code: 3, error: expect.stringContaining('has no candidate') });
    expect(unknown.json()).toMatchObject({ verdict: 'INCONCLUSIVE', waitMs: null });
    const moved = await run(root, 'promote', model, 'v2', '--to', 'candidate', '--reason', 'vote', '--yes');
    expect(moved.code, moved.error).toBe(0);
    const young = votesSchema.parse((await judge()).json());
    expect(young).toMatchObject({ verdict: 'INCONCLUSIVE', votes: { sinceFrom: 'history' } });
    expect(young.waitMs).toBeGreaterThan(23 * 3_600_000);
    expect(young.waitMs).toBeLessThanOrEqual(24 * 3_600_000);
  });

  test('takes the file of FEEDBACK_FILE', async () => {
    const variables = { FEEDBACK_FILE: createFeedback(14, 8) };
    const argv = ['votes', 'qwen', 'v2', '--since-candidate', '2d'];
    expect(await runLastgood('/no-registry', argv, { variables })).toMatchObject({ code: 0 });
  });

  test.each([
    ['a feedback that is not there', ['--feedback', '/nowhere.json'], 1, 'There is no feedback file'],
    ['a folder', ['--feedback', '/'], 1, '/ is not a file.'],
    ['a ratio in percent', ['--threshold', '50'], 2, '--threshold takes a number of 0 to 1, not 50.'],
    ['no hours', ['--hours', '0'], 2, '--hours takes a number above 0, of hours, not 0.'],
    ['no votes', ['--min-votes', '0'], 2, '--min-votes takes a whole number of at least 1, not 0.'],
    ['an age without a unit', ['--since-candidate', '48'], 2, '--since-candidate takes a span of time'],
  ])('refuses %s', async (_, options, code, words) => {
    const base = ['votes', 'qwen', 'v2', '--feedback', createFeedback(14, 8), '--since-candidate', '48h'];
    expect(await run('/no-registry', ...base, ...options)).toMatchObject({
      code,
      error: expect.stringContaining(words),
    });
  });
});

describe('ab_tally', () => {
  test.each([
    ['PROMOTE', 14, 8, 0],
    ['REJECT', 8, 14, 3],
    ['REJECT', 1, 0, 3],
  ])('prints %s for %i wins and %i losses', async (word, wins, losses, code) => {
    const argv = [
      'ab_tally',
      'v2',
      '--feedback-file',
      createFeedback(wins, losses),
      '--since-candidate',
      '2d',
    ];
    const tallied = await run('/no-registry', ...argv);
    expect(tallied.code, tallied.error).toBe(code);
    expect(tallied.out.split('\n')[0]).toBe(word);
  });

  test('finds since when it is the candidate in whichever model has it', async () => {
    const root = createRegistry();
    await run(root, 'promote', model, 'v2', '--to', 'candidate', '--reason', 'vote', '--yes');
    const tallied = await run(root, 'ab_tally', 'v2', '--feedback-file', createFeedback(14, 8), '--json');
    expect(tallied.json()).toMatchObject({ model: null, votes: { sinceFrom: 'history' } });
  });
});

describe('a gate of votes', () => {
  const said = ['--since-candidate', '48h'];

  test('judges by the feedback that is named, keeps it, and lets a promotion pass by it', async () => {
    const root = createRegistry();
    const feedback = createFeedback(14, 8);
    const judged = await run(
      root,
      'gate',
      model,
      'v2',
      '--to',
      'stable',
      '--feedback',
      feedback,
      ...said,
      '--yes',
      '--json',
    );
    expect(judged.code, judged.error + judged.out).toBe(0);
    const { report } = gateSchema.parse(judged.json());
    expect(report).toMatchObject({ verdict: 'PASS', rules: [{ rule: 'votes', votes: { wins: 14 } }] });
    expect(report.files).toContainEqual(expect.objectContaining({ source: 'feedback', place: 'private' }));
    writeFeedback(join(feedback, '..'), []);
    const argv = [
      'promote',
      model,
      'v2',
      '--to',
      'stable',
      '--reason',
      'voted',
      '--yes',
      '--confirm',
      `${model}@stable`,
    ];
    const moved = await run(root, ...argv);
    expect(moved.code, moved.error).toBe(0);
  });

  test('stops a promotion that the votes are against, whatever is on record', async () => {
    const root = createRegistry();
    const feedback = createFeedback(8, 14);
    const argv = ['promote', model, 'v2', '--to', 'stable', '--reason', 'voted', '--yes'];
    const unjudged = await run(root, ...argv);
    expect(unjudged).toMatchObject({ code: 3, error: expect.stringContaining('was not judged by votes') });
    const refused = await run(root, ...argv, '--feedback', feedback, ...said);
    expect(refused).toMatchObject({ code: 3, error: expect.stringContaining('votes says FAIL') });
  });

  test('needs the time as the candidate that the history has', async () => {
    const root = createRegistry();
    const judge = [
      'gate',
      model,
      'v2',
      '--to',
      'stable',
      '--feedback',
      createFeedback(14, 8),
      '--dry-run',
      '--json',
    ];
    expect((await run(root, ...judge)).json()).toMatchObject({
      report: { verdict: 'INCONCLUSIVE', rules: [{ votes: { candidateSince: null } }] },
    });
    await run(root, 'promote', model, 'v2', '--to', 'candidate', '--reason', 'vote', '--yes');
    expect((await run(root, ...judge)).json()).toMatchObject({
      report: { verdict: 'INCONCLUSIVE', rules: [{ votes: { sinceFrom: 'history' } }] },
    });
  });

  test('calls the candidate as it is said, and repeats that in its command', async () => {
    const root = createRegistry();
    const feedback = createFeedback(14, 8, 'rag_next');
    const argv = ['gate', model, 'v2', '--to', 'stable', '--feedback', feedback, '--as', 'rag_next', ...said];
    const judged = await run(root, ...argv, '--dry-run', '--json');
    expect(judged.json()).toMatchObject({
      report: { verdict: 'PASS' },
      plan: {
        command: expect.stringContaining(`--feedback ${feedback} --as rag_next --since-candidate 48h`),
      },
    });
  });

  test('reads the feedback of a results folder like any other evidence', async () => {
    const root = createRegistry();
    const results = createTemporaryFolder();
    mkdirSync(results, { recursive: true });
    writeFeedback(
      results,
      [pairAt(soon), ...votesBefore(soon, 14, 8)].map(row => ({ ...row, a_model: 'v2' })),
    );
    const argv = [
      'gate',
      model,
      'v2',
      '--to',
      'stable',
      '--results',
      results,
      ...said,
      '--dry-run',
      '--json',
    ];
    expect((await run(root, ...argv)).json()).toMatchObject({ report: { verdict: 'PASS' } });
  });
});
