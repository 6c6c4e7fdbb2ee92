import { describe, expect, it } from 'vitest';
import { holdConversation, recordedConversation } from '../support/mlflow/hold-conversation.ts';
import { startMlflowServer } from './mlflow-server.ts';
import { hasTool, tools } from './tools.ts';

describe.skipIf(!hasTool(tools.mlflow))('the real MLflow server', () => {
  it('answers as it was recorded, and as the server of our tests does', async () => {
    const server = await startMlflowServer();
    try {
      await expect(await holdConversation(server.url)).toMatchFileSnapshot(recordedConversation);
    } finally {
      await server.stop();
    }
  });
});
