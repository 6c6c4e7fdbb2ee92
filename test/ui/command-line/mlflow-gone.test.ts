import { expect, test } from 'vitest';
import { findToldModel, makeModel, stageElsewhere } from '../../support/mlflow/fake-registry.ts';
import { openMlflowRegistry } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const confirmed = ['--yes', '--reason', 'INC-1', '--confirm', 'rag@Production'];

/** A server on which v1, v2 and v3 were live in Production, one after the other, and a machine on it. */
async function serve() {
  const fake = await startFakeMlflow();
  makeModel(fake, 'rag', 4);
  const cache = createTemporaryFolder();
  const openRegistry = () => openMlflowRegistry(fake.url, { cache });
  const run = (...argv: readonly string[]) => runLastgood('', argv, { openRegistry });
  for (const version of ['v1', 'v2', 'v3'])
    expect(await run('promote', 'rag', version, ...confirmed)).toMatchObject({ code: 0 });
  const remove = (version: string) =>
    fake.call('DELETE', 'mlflow/model-versions/delete', { name: 'rag', version });
  const forget = (generation: number) => {
    const start = `lastgood.history.${String(generation).padStart(8, '0')}.`;
    for (const key of Object.keys(findToldModel(fake, 'rag').tags).filter(each => each.startsWith(start)))
      fake.call('DELETE', 'mlflow/registered-models/delete-tag', { name: 'rag', key });
  };
  return { fake, run, remove, forget };
}

test('the version before is the one that is still there, and which is not is said', async () => {
  const { run, remove } = await serve();
  remove('2');
  const back = await run('rollback', 'rag', '--previous', ...confirmed);
  expect(back.code, back.error).toBe(0);
  expect(back.out + back.error).toContain(
    'v2 was live under Production after v1, and is not in the registry any more.',
  );
  expect((await run('resolve', 'rag')).out).toBe('v1\n');
});

test('that none is there any more is said', async () => {
  const { run, remove } = await serve();
  remove('1');
  remove('2');
  const refused = await run('rollback', 'rag', '--previous', ...confirmed);
  expect(refused).toMatchObject({
    code: 1,
    error: expect.stringContaining('Not in the registry any more: v2, v1.'),
  });
});

test.each(['--previous', '--last-good'])('%s says that the history has a gap', async choice => {
  const { run, forget } = await serve();
  forget(2);
  const planned = await run('rollback', 'rag', choice, '--dry-run', '--reason', 'INC-1');
  expect(planned.out + planned.error).toMatch(
    /The history of rag has a gap: .*versions that were live may be missing/,
  );
});

test('what another program moved is not said to be done by who recorded it', async () => {
  const { fake, run } = await serve();
  stageElsewhere(fake, 'rag', '3', 'None');
  stageElsewhere(fake, 'rag', '2', 'Production');
  expect((await run('hold', 'rag', 'v1', '--yes', '--reason', 'INC-2')).code).toBe(0);
  const history = (await run('history', 'rag')).out.split('\n');
  expect(history.find(line => line.includes('adopt'))).toContain(
    'outside lastgood, recorded by tester@example.org',
  );
  expect(history.find(line => line.includes('promote'))).toMatch(/ tester@example.org /);
  expect((await run('show', 'rag')).out).toMatch(/Production +v2 .* outside +adopt/);
  expect((await run('models')).out).toMatch(/rag +Production v2 .* outside /);
});
