import { createServer } from 'node:net';

/** Below the ports that a system gives to whoever names none: between this look and the start of a server nobody else is given one. */
const first = 20_000;

/** Each worker has its own; a run has at most five. */
const perWorker = 2_000;

/** Processes of one worker come one after the other, and a server of the one before may still be ending. */
let next = process.pid % perWorker;

/** A port of loopback that nobody listens on, and that no other worker looks at. This process is given each once. */
export async function findFreePort(): Promise<number> {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? '1') - 1;
  for (let looked = 0; looked < perWorker; looked += 1) {
    const port = first + worker * perWorker + next;
    next = (next + 1) % perWorker;
    if (await isFree(port)) return port;
  }
  throw new Error('There is no free port.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isListening = await new Promise<boolean>(resolve => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isListening) await new Promise(resolve => server.close(resolve));
  return isListening;
}
