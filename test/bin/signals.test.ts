import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const signalsFile = fileURLToPath(new URL('../../bin/signals.ts', import.meta.url));

/** A process that says when it watches and when it is asked to stop, and never ends by itself. */
async function startWatching() {
  const script = `
    import { watchSignals } from ${JSON.stringify(signalsFile)};
    const { stop, signalExitCode } = watchSignals(process);
    stop.addEventListener('abort', () => process.stdout.write('asked to stop, ' + signalExitCode() + '\\n'));
    setInterval(() => undefined, 1000);
    process.stdout.write('watching\\n');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = child.stdout.setEncoding('utf8');
  const [first] = await once(lines, 'data');
  expect(first).toBe('watching\n');
  return { child, lines };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s asks for an end with %i and ends nothing itself; ctrl-c after it does',
  async (signal, code) => {
    const { child, lines } = await startWatching();
    child.kill(signal);
    expect(await once(lines, 'data')).toEqual([`asked to stop, ${code}\n`]);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([code, null]);
  },
);

test('being told twice to end does not break off what runs', async () => {
  const { child, lines } = await startWatching();
  child.kill('SIGTERM');
  await once(lines, 'data');
  child.kill('SIGHUP');
  child.kill('SIGTERM');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([143, null]);
});
