import { expect, test } from 'vitest';
import { holdConversation, recordedConversation } from './hold-conversation.ts';
import { startFakeMlflow } from './start-fake-mlflow.ts';

test('our server answers the recorded conversation as the real MLflow did', async () => {
  let atMs = 1_750_000_000_000;
  // Each change is later than the one before, as it is on a server that takes its time: rows come in that order.
  const server = await startFakeMlflow({ now: () => (atMs += 1) });
  await expect(await holdConversation(server.url)).toMatchFileSnapshot(recordedConversation);
});
