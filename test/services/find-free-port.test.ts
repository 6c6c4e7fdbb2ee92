import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePort } from './find-free-port.ts';

test('a port is given once, nobody listens there, and the system gives it to nobody', async () => {
  const taken = await findFreePort();
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>(resolve => server.listen(taken + 1, '127.0.0.1', resolve));
  const ports = [taken, await findFreePort(), await findFreePort()];
  expect(new Set([...ports, taken + 1]).size).toBe(4);
  for (const port of ports) expect(port).toBeLessThan(32_768);
});
