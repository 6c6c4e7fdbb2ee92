import { afterEach, describe, expect, test } from 'vitest';
import { openTerminal, type TerminalOptions, type TerminalProgram } from '../../support/terminal.ts';

/** Tests of the driver that all tests of the built program rely on. */
const open: TerminalProgram[] = [];

function run(script: string, options: TerminalOptions = {}): TerminalProgram {
  const program = openTerminal([process.execPath, '-e', script], options);
  open.push(program);
  return program;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(program => program.close()));
});

describe('the screen', () => {
  test('is never looked at inside a synchronized update', async () => {
    const program = run(`
      process.stdout.write('\\x1b[2J\\x1b[Hwhole 1');
      setTimeout(() => process.stdout.write('\\x1b[?2026h\\x1b[2J\\x1b[Hhalf'), 50);
      setTimeout(() => process.stdout.write('\\x1b[H\\x1b[Kwhole 2\\x1b[?2026l'), 150);`);
    const seen = new Set<string>();
    await program.waitFor(lines => {
      seen.add(lines[0] ?? '');
      return lines[0] === 'whole 2';
    });
    expect(seen).not.toContain('half');
  });

  test('is printed when it does not show what was waited for', async () => {
    const program = run("console.log('something else'); setTimeout(() => {}, 60_000)");
    await program.waitFor('something else');
    await expect(program.waitFor('the thing', 20)).rejects.toThrow(
      /Not shown within 20 ms: "the thing"\n\+-+\+\n\|something else\|/,
    );
  });

  test('is shown to the end even when the program has gone', async () => {
    const program = run("console.log('last words')");
    expect(await program.exit).toEqual({ code: 0, signal: undefined });
    await program.waitFor('last words');
    await expect(program.waitFor('more')).rejects.toThrow('The program ended without showing: "more"');
  });
});

describe('a slow line', () => {
  test('takes its time in both directions', async () => {
    const asking = `
      process.stdin.setRawMode(true);
      const asked = performance.now();
      process.stdin.once('data', () => {
        console.log('answered after ' + Math.round(performance.now() - asked));
        process.exit();
      });
      process.stdout.write('\\x1b[6n');`;
    const program = run(asking, { latencyMs: 100 });
    const lines = await program.waitFor(/answered after \d+/);
    expect(Number(/after (\d+)/.exec(lines.join('\n'))?.[1])).toBeGreaterThanOrEqual(195);
  });

  test('keeps the order of what is sent', async () => {
    const program = run(
      `process.stdin.setRawMode(true);
      let all = '';
      process.stdin.on('data', data => { all += data; console.log(all); });
      console.log('ready');`,
      { latencyMs: 30 },
    );
    await program.waitFor('ready');
    await program.press(...'abcdefgh');
    await program.waitFor('abcdefgh');
  });
});

test('the environment of the test does not reach the program', async () => {
  process.env.CI = 'true';
  process.env.LASTGOOD_REGISTRY = '/nowhere';
  const program = run(
    `const { CI, LASTGOOD_REGISTRY, TERM, MINE } = process.env;
    console.log(JSON.stringify([CI, LASTGOOD_REGISTRY, TERM, MINE]));`,
    {
      env: { MINE: 'yes', TERM: 'vt100' },
    },
  );
  delete process.env.CI;
  delete process.env.LASTGOOD_REGISTRY;
  await program.waitFor('[null,null,"vt100","yes"]');
});

test('all that the program has written is counted in bytes', async () => {
  const program = run("process.stdout.write('ä→')");
  await program.waitFor('ä→');
  await program.exit;
  expect(program.bytesWritten()).toBe(5);
});
