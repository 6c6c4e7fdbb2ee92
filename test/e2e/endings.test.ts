import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  createE2eFolder,
  type E2eFolder,
  openConsole,
  readJson,
  runCommand,
} from '../support/e2e-console.ts';
import { childOf, openShell } from '../support/e2e-shell.ts';
import { takeShare } from '../support/proof-size.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import type { TerminalProgram } from '../support/terminal.ts';

/** What gives the terminal back: style, bracketed paste, cursor, wrapping, the user's screen; nothing comes after it. */
const leaving = '\u001B[m\u001B[?2004l\u001B[?25h\u001B[?7h\u001B[?1049l';

function createFixture(): E2eFolder {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  return folder;
}

describe('the terminal is given back', () => {
  test.each([
    ['q', 0, (console: TerminalProgram) => console.press('q')],
    ['ctrl-c', 130, (console: TerminalProgram) => console.press('ctrl-c')],
    ['SIGINT', 130, (console: TerminalProgram) => console.sendSignal('SIGINT')],
    ['SIGTERM', 143, (console: TerminalProgram) => console.sendSignal('SIGTERM')],
    ['SIGHUP', 129, (console: TerminalProgram) => console.sendSignal('SIGHUP')],
    ['SIGQUIT', 131, (console: TerminalProgram) => console.sendSignal('SIGQUIT')],
  ] as const)('after %s, with exit code %i', async (_how, code, end) => {
    const console = openConsole(createFixture());
    await console.waitFor('> frontshift-rag');
    await end(console);
    expect(await console.exit).toEqual({ code, signal: undefined });
    await console.waitFor(lines => lines.every(line => line === '')); // All output has been read.
    expect(console.output().endsWith(leaving)).toBe(true);
  });

  test('after a crash, which is told in a line on the screen of the user', async () => {
    const crash = 'process.on("SIGUSR2", () => { throw new Error("planned crash") });';
    const console = openConsole(createFixture(), {
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}` },
    });
    await console.waitFor('> frontshift-rag');
    console.sendSignal('SIGUSR2');
    expect(await console.exit).toMatchObject({ code: 1, signal: undefined });
    await console.waitFor('planned crash');
    const afterwards = console.output().split(leaving).at(-1);
    expect(afterwards).toMatch(/^lastgood: .*planned crash/);
    expect(afterwards).not.toContain('\u001B');
  });

  test.each([
    ['q', 0, undefined],
    ['SIGTERM', 143, 'SIGTERM'],
    ['SIGHUP', 129, 'SIGHUP'],
  ] as const)('to a shell with its modes as they were, after %s', async (_how, code, signal) => {
    const shell = await openShell(createFixture());
    shell.type(
      'stty -g > before; lastgood; echo "ended with $?"; stty -g > after; cmp before after && echo same\r',
    );
    await shell.waitFor('> frontshift-rag');
    if (signal === undefined) await shell.press('q');
    else process.kill(childOf(shell.processId), signal);
    await shell.waitFor(`ended with ${code}`);
    await shell.waitFor(/^same$/m);
  });
});

describe('cut off in the middle of an apply', () => {
  const moments = [
    ['SIGHUP', 'its journal', '.lastgood/operations'],
    ['SIGHUP', 'what it found', '.lastgood/history/frontshift-rag/00000001.json'],
    ['SIGHUP', 'the move', '.lastgood/history/frontshift-rag/00000002.json'],
    ['SIGKILL', 'its journal', '.lastgood/operations'],
    ['SIGKILL', 'what it found', '.lastgood/history/frontshift-rag/00000001.json'],
    ['SIGKILL', 'the move', '.lastgood/history/frontshift-rag/00000002.json'],
  ] as const;

  test.each(takeShare(moments, 2))(
    'by %s after it wrote %s, the next start explains it and doctor settles it',
    async (signal, _what, path) => {
      const folder = createFixture();
      const console = await confirmRollback(folder);
      await stopOnce(console, folder.registry, path);
      console.sendSignal(signal);
      if (signal !== 'SIGKILL') console.sendSignal('SIGCONT');
      const { code } = await console.exit;
      if (signal === 'SIGHUP') expect(code).toBe(129);

      const next = openConsole(folder);
      const models = await next.waitFor(/> frontshift-rag +(UNFINISHED|ok) /);
      if (models.join('\n').includes('UNFINISHED')) expect(models.join('\n')).toContain('lastgood doctor');
      expect(runCommand(folder, 'doctor').code).toBe(0);
      await next.waitFor(/> frontshift-rag +ok +latest v[12] /);

      const { models: [model] = [], unfinished } = readJson(folder, 'models') as Overview;
      const live = model?.aliases.find(alias => alias.alias === 'latest')?.version;
      expect(unfinished).toEqual([]);
      expect(readlinkSync(join(folder.registry, 'latest'))).toBe(`frontshift-rag_${live}`);
      expect(readJson(folder, 'history', 'frontshift-rag', '--verify')).toMatchObject({
        verification: { verdict: 'intact' },
      });
    },
  );

  test('before its first step, nothing was written', async () => {
    const folder = createFixture();
    const console = await confirmRollback(folder, 'not-yet');
    console.sendSignal('SIGHUP');
    expect(await console.exit).toEqual({ code: 129, signal: undefined });
    expect(existsSync(join(folder.registry, '.lastgood'))).toBe(false);
  });
});

type Overview = {
  readonly models: readonly {
    readonly aliases: readonly { readonly alias: string; readonly version: string }[];
  }[];
  readonly unfinished: readonly unknown[];
};

/** Goes by keys through a rollback; resolves as soon as the last enter has been sent, or before it. */
async function confirmRollback(
  folder: E2eFolder,
  enter: 'sent' | 'not-yet' = 'sent',
): Promise<TerminalProgram> {
  const console = openConsole(folder);
  await console.waitFor('> frontshift-rag');
  await console.press('R');
  await console.waitFor(/> v1 .*never live/);
  await console.press('k', 'enter');
  await console.waitFor('Reason:');
  console.type('INC-42 hallucinations');
  await console.press('enter');
  await console.waitFor('To confirm, type frontshift-rag@latest');
  console.type('frontshift-rag@latest');
  await console.waitFor(/^enter Apply/m);
  if (enter === 'sent') console.type('\r');
  return console;
}

/** What stays when the act is done, by which it is stopped at the latest: its journal comes and goes. */
const lastWritten = '.lastgood/history/frontshift-rag/00000002.json';

/** Stops the process once there is a file, or a folder with something in it. */
async function stopOnce(console: TerminalProgram, registry: string, path: string): Promise<void> {
  while (!isThere(join(registry, path)) && !isThere(join(registry, lastWritten))) await setImmediate();
  console.sendSignal('SIGSTOP');
}

function isThere(path: string): boolean {
  return existsSync(path) && !(statSync(path).isDirectory() && readdirSync(path).length === 0);
}
