import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openMlflowSession } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { findLive, promote, rollBack } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

test('what this machine did is known to it when the server is gone', async () => {
  const cache = join(createTemporaryFolder(), 'cache');
  const server = await startFakeMlflow();
  server.call('POST', 'mlflow/registered-models/create', { name: 'rag' });
  for (const source of ['s3://bucket/1', 's3://bucket/2'])
    server.call('POST', 'mlflow/model-versions/create', { name: 'rag', source });
  const session = openMlflowSession(server.url, { cache });
  await session.registry.source?.refresh();
  for (const version of ['v1', 'v2']) await promote(session, 'rag', version, 'Production');
  expect(await rollBack(session, 'rag', 'v1', 'Production')).toMatchObject({ outcome: 'applied' });
  await server.stop();
  expect(await findLive(openMlflowSession(server.url, { cache }), 'rag', 'Production')).toBe('v1');
});
