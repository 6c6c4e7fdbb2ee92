import { afterAll, beforeAll, describe } from 'vitest';
import { describeRegistry } from '../contracts/registry.ts';
import { openMlflowClient } from '../support/mlflow/open-mlflow.ts';
import { rigMlflow } from '../support/mlflow/registry-contract.ts';
import { type MlflowServer, startMlflowServer } from './mlflow-server.ts';
import { hasTool, tools } from './tools.ts';

describe.skipIf(!hasTool(tools.mlflow))('the contract of registries with the real MLflow server', () => {
  let server: MlflowServer;
  beforeAll(async () => {
    server = await startMlflowServer();
  });
  afterAll(async () => {
    await server?.stop();
  });

  describeRegistry(
    'by its stages',
    rigMlflow('Production', () => emptyServer(server.url)),
  );
  describeRegistry(
    'by aliases',
    rigMlflow('champion', () => emptyServer(server.url)),
  );
});

/** One server for all tests: starting one takes seconds. */
async function emptyServer(url: string): Promise<string> {
  const { rows } = await openMlflowClient(url).searchModels({ maxResults: 1000 });
  for (const { name } of rows) {
    const answer = await fetch(`${url}/api/2.0/mlflow/registered-models/delete`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    if (!answer.ok) throw new Error(`${name} was not deleted: ${await answer.text()}`);
  }
  return url;
}
