import { expect, test } from 'vitest';
import { NotFoundError, UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { RunLog, ScoredRun } from '../../../src/core/ports/run-log.ts';
import { loadRunHistory, type RunHistory } from '../../../src/core/session/load-run-history.ts';

const plain = { candidateRunId: undefined, deployed: undefined };

/** A server with these runs in every experiment; without any list there is no experiment. */
function serve(rows: readonly ScoredRun[] | undefined): RunLog {
  return {
    url: 'https://mlflow.example.org',
    findBestRuns: async ({ counts }) => rows?.filter(counts),
    logRun: async () => ({ runId: 'never', problems: [], again: 'useless' }),
    checkExperiment: async () => ({ experiment: 'there' }),
  };
}

function ask(runs: RunLog, others: Partial<RunHistory> = {}) {
  return loadRunHistory({
    ...{ runs, experiment: 'evaluation', candidateRunId: 'own', missing: 'refused' },
    ...others,
  });
}

test('runs of the candidate, about it, and of models that were not deployed set no bar; its deployment does', async () => {
  const rows = [
    { runId: 'own', score: 9, ...plain },
    { runId: 'evaluation-of-own', score: 8, ...plain, candidateRunId: 'own' },
    { runId: 'skipped', score: 7, ...plain, deployed: false },
    { runId: 'deployed', score: 6, ...plain, deployed: true },
    { runId: 'skipped-of-own', score: 5.8, candidateRunId: 'own', deployed: false },
    { runId: 'deployed-of-own', score: 5.5, candidateRunId: 'own', deployed: true },
    { runId: 'of-another', score: 5, ...plain, candidateRunId: 'another' },
  ];
  expect(await ask(serve(rows))).toEqual({
    ok: true,
    scores: [
      { version: 'deployed', score: 6, live: false },
      { version: 'deployed-of-own', score: 5.5, live: false },
      { version: 'of-another', score: 5, live: false },
    ],
    novelty: undefined,
  });
});

test('where nothing says which run made the candidate, every run counts', async () => {
  const rows = [{ runId: 'own', score: 9, ...plain }];
  const reading = await ask(serve(rows), { candidateRunId: undefined });
  expect(reading).toMatchObject({ ok: true, scores: [{ version: 'own' }] });
});

test('an empty experiment makes it the first, and says so', async () => {
  expect(await ask(serve([]))).toMatchObject({
    ...{ ok: true, scores: [] },
    novelty: 'No finished run of experiment evaluation of https://mlflow.example.org has a score.',
  });
});

test('an experiment that is not there is refused unless it may be missing', async () => {
  await expect(ask(serve(undefined))).rejects.toBeInstanceOf(NotFoundError);
  expect(await ask(serve(undefined), { missing: 'empty' })).toMatchObject({ ok: true, scores: [] });
});

test('a server that cannot be read is a problem, not an empty history', async () => {
  const down: RunLog = {
    ...serve([]),
    findBestRuns: async () => {
      throw new UnavailableError('network-failed', 'It does not answer.');
    },
  };
  expect(await ask(down)).toEqual({
    ok: false,
    problem: 'The runs of evaluation cannot be read: It does not answer.',
  });
});
