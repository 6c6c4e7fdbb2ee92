import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('emulator-process.ts', import.meta.url));

it('an emulator runs as a process of its own until SIGTERM', async () => {
  const child = spawn(process.execPath, [program, 'one', 'two'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  const endpoints = JSON.parse(String(line)) as {
    readonly httpEndpoint: string;
    readonly httpsEndpoint: string;
  };
  expect(endpoints.httpsEndpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const buckets = await fetch(`${endpoints.httpEndpoint}/storage/v1/b?fields=items/name`);
  expect(await buckets.json()).toEqual({ items: [{ name: 'one' }, { name: 'two' }] });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
