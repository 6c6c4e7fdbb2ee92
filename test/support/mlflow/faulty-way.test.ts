import { expect, it } from 'vitest';
import { failureOf } from './failure-of.ts';
import { startFakeMlflow, startFaultyWay } from './start-fake-mlflow.ts';
import { createTestClient } from './test-client.ts';

it('what is asked on the way reaches the server, and its answers come back', async () => {
  const fake = await startFakeMlflow({ login: { token: 'geheim' } });
  const way = await startFaultyWay(fake.url);
  const client = createTestClient(way.url, { credentials: { kind: 'bearer', token: 'geheim' } });
  await client.createModel('my churn');
  await client.setModelTag('my churn', 'team', 'ü');
  await expect(client.getModel('my churn')).resolves.toMatchObject({ tags: { team: 'ü' } });
  expect(fake.log.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', 'mlflow/registered-models/create', 200],
    ['POST', 'mlflow/registered-models/set-tag', 200],
    ['GET', 'mlflow/registered-models/get?name=my churn', 200],
  ]);
});

it('a fault on the way hides an answer of a server that did what it was asked for', async () => {
  const fake = await startFakeMlflow();
  const way = await startFaultyWay(fake.url);
  way.faults.add({ does: 'drop-after' });
  const failure = await failureOf(createTestClient(way.url).createModel('churn'));
  expect(failure.code).toBe('answer-lost');
  expect([...fake.store.models.keys()]).toEqual(['churn']);
  expect(way.log.map(({ status }) => status)).toEqual(['dropped']);
});

it('a fault meets only the requests it fits, after those it lets pass, as often as it says', async () => {
  const fake = await startFakeMlflow();
  fake.faults.add({ does: 'status', status: 403, method: 'POST', path: /set-tag/, after: 1, times: 2 });
  const client = createTestClient(fake.url);
  await client.createModel('churn');
  const outcomes: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const setting = client.setModelTag('churn', 'count', String(count));
    outcomes.push(
      await setting.then(
        () => 'done',
        () => 'refused',
      ),
    );
  }
  expect(outcomes).toEqual(['done', 'refused', 'refused', 'done']);
});
