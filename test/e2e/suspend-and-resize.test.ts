import { expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole } from '../support/e2e-console.ts';
import { openShell } from '../support/e2e-shell.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';

function createFixture(): E2eFolder {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  return folder;
}

test('ctrl-z gives the terminal to the shell, fg brings the whole screen back', async () => {
  const shell = await openShell(createFixture());
  shell.type('lastgood\r');
  await shell.waitFor('> frontshift-rag');
  await shell.waitFor('q Quit');
  const before = shell.cells();
  for (let round = 1; round <= 3; round += 1) {
    await shell.press('ctrl-z');
    await shell.waitFor('Stopped');
    shell.type(
      `clear; stty -a | tr ' ;' '\\n\\n' | grep -xE 'icanon|echo|isig' | tr '\\n' '.'; echo "round $(( ${round} ))"\r`,
    );
    await shell.waitFor(`isig.icanon.echo.round ${round}`);
    shell.type('fg\r');
    await shell.waitFor('> frontshift-rag');
    await shell.waitFor('q Quit');
    expect(shell.cells()).toEqual(before);
  }
  await shell.press('h');
  await shell.waitFor('The history of frontshift-rag is empty.');
  await shell.press('q');
  await shell.waitFor(/^\$$/m);
});

test('a resize draws the screen anew, and a terminal that is too small says what it needs', async () => {
  const console = openConsole(createFixture());
  const sizes = [
    [80, 24],
    [120, 40],
    [60, 15],
    [40, 10],
    [61, 14],
    [80, 24],
  ] as const;
  await console.waitFor('> frontshift-rag');
  const first = await console.waitFor(isWhole(80, 24));
  for (const [columns, rows] of sizes) {
    console.resize(columns, rows);
    await console.waitFor(columns < 60 || rows < 15 ? isNotice(columns, rows) : isWhole(columns, rows));
  }
  expect(console.screen()).toEqual(first);
  await console.press('q');
  expect(await console.exit).toEqual({ code: 0, signal: undefined });
});

test('below the smallest size no key changes anything that cannot be seen', async () => {
  const console = openConsole(createFixture(), { columns: 40, rows: 10 });
  await console.waitFor(isNotice(40, 10));
  await console.press('R', 'enter', 'P', 'j', 'H');
  console.resize(80, 24);
  const lines = await console.waitFor('> frontshift-rag');
  expect(lines[1]).toBe('models');
  console.resize(40, 10);
  await console.waitFor(isNotice(40, 10));
  await console.press('q');
  expect(await console.exit).toEqual({ code: 0, signal: undefined });
});

/** Header on the first row and footer on the last: an old frame satisfies only one of them. */
function isWhole(columns: number, rows: number) {
  return (lines: readonly string[]) =>
    lines.length === rows &&
    /registry .*directory .*WRITE/.test(lines[0] ?? '') &&
    lines[1] === 'models' &&
    lines.some(line => line.startsWith('> frontshift-')) &&
    lines.some(line => line.length === columns && line.startsWith('── frontshift-rag')) &&
    (lines[rows - 1] ?? '').endsWith('q Quit');
}

function isNotice(columns: number, rows: number) {
  return (lines: readonly string[]) =>
    lines[0] === 'This terminal is too small.' &&
    lines[1] === `columns need 60, have ${columns}` &&
    lines[2] === `rows    need 15, have ${rows}`;
}
