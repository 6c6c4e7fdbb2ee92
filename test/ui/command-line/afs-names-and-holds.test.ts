import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../../support/afs-catalog.ts';

const models = [modelOf('majora', 'v1', { version: 'v2', status: 'completed' })];

test('a metric called like a field of S2 stands beside it when two versions are compared', async () => {
  const catalog = createAfsCatalog(models);
  await catalog.run('score', 'majora', 'v1', 'status=3', 'deployed=4', 'version=5', '--yes');
  const lines = linesOf(await catalog.afs('compare', 'majora', 'v1', 'v2'));
  const after = (name: string) => lines.slice(lines.indexOf(`${name}:`) + 1, lines.indexOf(`${name}:`) + 3);
  expect(after('status')).toEqual(['  v1: draft', '  v2: completed']);
  expect(after('version')).toEqual(['  v1: v1', '  v2: v2']);
  expect(after('evaluation_scores.status')).toEqual(['  v1: 3', '  v2: None']);
  expect(after('evaluation_scores.deployed')).toEqual(['  v1: 4', '  v2: None']);
});

test('what a rollback of S2 held is deployed again after the command that its refusal names', async () => {
  const catalog = createAfsCatalog(models);
  await catalog.afs('deploy', 'majora', 'v1', ...said);
  await catalog.afs('deploy', 'majora', 'v2', ...said);
  await catalog.afs('rollback', 'majora', 'v1', ...said);
  for (const verb of ['rollback', 'deploy']) {
    const refused = await catalog.afs(verb, 'majora', 'v2', ...said);
    expect([refused.code, `${refused.out}${refused.error}`], verb).toEqual([
      5,
      expect.stringContaining('lastgood release majora v2 --reason "why it is good again" --yes'),
    ]);
  }
  await catalog.run('release', 'majora', 'v2', '--reason', 'why it is good again', '--yes');
  expect((await catalog.afs('rollback', 'majora', 'v2', ...said)).code).toBe(0);
  expect(catalog.listDeployed('majora')).toEqual(['v2']);
});

test('a version without files is recorded as one of which nothing could be verified', async () => {
  const catalog = createAfsCatalog(models);
  await catalog.run('register', 'majora', 'a=1', '--yes');
  await catalog.afs('deploy', 'majora', 'v3', ...said);
  const history = (await catalog.run('history', 'majora')).out;
  expect(history).not.toMatch(/\bverified\b/);
  expect((await catalog.run('verify', 'majora', 'v3')).out).toContain('majora v3: nothing-recorded');
});
