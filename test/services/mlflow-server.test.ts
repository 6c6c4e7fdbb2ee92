import { describe, expect, it } from 'vitest';
import { openMlflowPython } from './mlflow-python.ts';
import { startMlflowServer } from './mlflow-server.ts';
import { hasTool, tools } from './tools.ts';

describe.skipIf(!hasTool(tools.mlflow))('the real MLflow server', () => {
  it("keeps what MLflow's own client registers, and is gone when it was stopped", async () => {
    const server = await startMlflowServer();
    const client = openMlflowPython(server);
    try {
      const run = await client.train({
        experiment: 'reviews',
        metrics: { f1: 0.91 },
        params: { epochs: '3' },
        tags: { dataset: 'v7' },
      });
      expect(await client.register('fake reviews', `runs:/${run}/model`, run)).toBe('1');
      await client.transition('fake reviews', '1', 'Staging');
      await client.setAlias('fake reviews', 'champion', '1');
      expect(await client.read()).toMatchObject([
        {
          name: 'fake reviews',
          aliases: { champion: '1' },
          versions: [{ version: '1', stage: 'Staging', aliases: ['champion'], run, status: 'READY' }],
        },
      ]);
      expect(await client.readRuns('reviews')).toMatchObject([
        { run, status: 'FINISHED', metrics: { f1: 0.91 }, params: { epochs: '3' }, artifacts: ['model'] },
      ]);
      await expect(client.transition('fake reviews', '2', 'Staging')).rejects.toThrow(
        'RESOURCE_DOES_NOT_EXIST',
      );
      await client.deleteVersion('fake reviews', '1');
      expect(await client.read()).toMatchObject([{ aliases: {}, versions: [] }]);
    } finally {
      await client.close();
      await server.stop();
    }
    await expect(fetch(`${server.url}/health`)).rejects.toThrow('fetch failed');
  });
});
