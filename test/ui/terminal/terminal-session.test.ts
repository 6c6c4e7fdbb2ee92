import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundleForFile } from '../../support/bundle-process.ts';
import { openTerminal, type TerminalOptions, type TerminalProgram } from '../../support/terminal.ts';

const fixtureSource = fileURLToPath(new URL('../../support/terminal-fixture-process.ts', import.meta.url));
let fixture: readonly string[] = [];

beforeAll(async () => {
  const { path, remove } = await bundleForFile(fixtureSource);
  fixture = [process.execPath, path];
  return remove;
});
const open: TerminalProgram[] = [];

function start(command: readonly string[] = fixture, options: TerminalOptions = {}): TerminalProgram {
  const program = openTerminal(command, options);
  open.push(program);
  return program;
}

/** Like the fixture, but started by an interactive shell that stays: the shell's prompt is `$ `. */
async function startInShell(): Promise<TerminalProgram> {
  const program = start(['bash', '--norc', '-i'], { env: { PS1: 'prompt> ', HISTFILE: '/dev/null' } });
  await program.waitFor('prompt>');
  program.type(`${fixture.join(' ')}; echo "exit $?"\r`);
  await program.waitFor('ready');
  return program;
}

/** Everything that was switched on is off again. */
function expectRestored(output: string): void {
  for (const [on, off] of [
    ['\u001B[?1049h', '\u001B[?1049l'],
    ['\u001B[?25l', '\u001B[?25h'],
    ['\u001B[?2004h', '\u001B[?2004l'],
    ['\u001B[?7l', '\u001B[?7h'],
  ] as const) {
    expect(output.lastIndexOf(off), `${JSON.stringify(off)} after ${JSON.stringify(on)}`).toBeGreaterThan(
      output.lastIndexOf(on),
    );
  }
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(program => program.close()));
});

describe('keys', () => {
  test('arrive one by one, with their names', async () => {
    const program = start();
    await program.waitFor('ready');
    const names = ['j', 'up', 'enter', 'ä', 'escape'];
    for (const name of names) {
      await program.press(name);
      await program.waitFor(`key ${name}`); // A program that is slow would get the next one in the same chunk.
    }
    expect(program.screen().slice(2, 7)).toEqual(names.map(name => `key ${name}`));
  });

  test('of one chunk arrive all, marked as coalesced', async () => {
    const program = start();
    await program.waitFor('ready');
    program.type('y\rj');
    const lines = await program.waitFor('key j');
    expect(lines.slice(2, 5)).toEqual(['key y coalesced', 'key enter coalesced', 'key j coalesced']);
  });

  test('a paste arrives whole and presses nothing', async () => {
    const program = start();
    await program.waitFor('ready');
    program.paste('yes\rq');
    const lines = await program.waitFor('paste yes q');
    expect(lines.filter(line => line.startsWith('key'))).toEqual([]);
  });

  test('typed before the screen was taken are not lost', async () => {
    const program = start();
    program.type('abc');
    await program.waitFor('key c');
  });
});

describe('the screen', () => {
  test('follows the size of the terminal', async () => {
    const program = start();
    await program.waitFor('fixture 80x24');
    program.resize(100, 30);
    await program.waitFor('fixture 100x30');
    program.resize(61, 16);
    const lines = await program.waitFor('fixture 61x16');
    expect(lines).toHaveLength(16);
  });

  test('answers a cursor query when the terminal has shown the frame', async () => {
    const program = start();
    await program.waitFor('ready');
    await program.press('?');
    await program.waitFor('cursor true');
  });

  test('gives up on a terminal that never answers', async () => {
    const program = start(fixture, { answers: 'silent' });
    await program.waitFor('ready');
    await program.press('?');
    await program.waitFor('cursor false');
  });

  test('copies by a sequence that the terminal takes, and says when it cannot', async () => {
    const program = start();
    await program.waitFor('ready');
    await program.press('C');
    await program.waitFor('copy {"type":"sent"}');
    expect(program.output()).toContain(`\u001B]52;c;${Buffer.from('copied text').toString('base64')}\u0007`);
  });
});

describe('the terminal is given back', () => {
  test.each([
    ['q', 0],
    ['X', 7],
    ['T', 1],
    ['J', 1],
  ] as const)('after %s', async (key, code) => {
    const program = start();
    await program.waitFor('ready');
    await program.press(key);
    expect(await program.exit).toEqual({ code, signal: undefined });
    expectRestored(program.output());
  });

  test('with the error printed on the screen of the user', async () => {
    const program = start();
    await program.waitFor('ready');
    await program.press('T');
    await program.exit;
    await program.waitFor('thrown on purpose');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('on %s', async (signal, code) => {
    const program = start();
    await program.waitFor('ready');
    program.sendSignal(signal);
    expect(await program.exit).toEqual({ code, signal: undefined });
    expectRestored(program.output());
  });

  test('to the shell, in its own modes', async () => {
    const program = await startInShell();
    await program.press('q');
    await program.waitFor('exit 0');
    program.type('stty -a\r');
    const lines = (await program.waitFor('extproc')).join(' ');
    expect(lines).toMatch(/(^|\s)icanon/);
    expect(lines).toMatch(/(^|\s)echo(\s|$)/);
  });
});

describe('ctrl-z', () => {
  const stoppedTimes = (count: number) => (lines: readonly string[]) =>
    lines.filter(line => line.includes('Stopped')).length === count && (lines.at(-1) ?? '') !== 'bottom';
  const isBack = (lines: readonly string[]) =>
    lines[0]?.startsWith('fixture 80x24') === true && lines.includes('resized');

  test('gives the terminal to the shell, and fg brings screen and keys back', async () => {
    const program = await startInShell();
    for (const round of [1, 2, 3]) {
      await program.press('ctrl-z');
      await program.waitFor(stoppedTimes(round));
      program.type('fg\r');
      await program.waitFor(isBack);
      await program.press(String(round));
      await program.waitFor(`key ${round}`);
    }
    await program.press('q');
    await program.waitFor('prompt>');
    program.type('echo "left $?"\r');
    await program.waitFor('left 0');
  });

  test.each(['SIGTSTP', 'SIGSTOP'] as const)('as a %s from outside does the same', async signal => {
    const program = await startInShell();
    const processId = Number(/process (\d+)/.exec(program.screen()[0] ?? '')?.[1]);
    process.kill(processId, signal);
    if (signal === 'SIGTSTP') await program.waitFor(stoppedTimes(1));
    else await program.waitFor('prompt>');
    program.type('fg\r');
    await program.waitFor(isBack);
    await program.press('k');
    await program.waitFor('key k');
  });

  test('where nobody could continue the program carries on', async () => {
    const program = start();
    await program.waitFor('ready');
    await program.press('ctrl-z');
    await program.waitFor('resized');
    await program.press('k');
    await program.waitFor('key k');
  });
});
