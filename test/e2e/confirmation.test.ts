import { describe, expect, test } from 'vitest';
import { createE2eFolder, type E2eFolder, openConsole, readJson } from '../support/e2e-console.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import type { TerminalOptions, TerminalProgram } from '../support/terminal.ts';

const name = 'frontshift-rag@latest';
const slowLine = { latencyMs: 300 };

function createFixture(): E2eFolder {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  return folder;
}

/** Goes by keys to the review of a rollback, whose alias is protected. */
async function reviewRollback(folder: E2eFolder): Promise<TerminalProgram> {
  const console = openConsole(folder);
  await console.waitFor('> frontshift-rag');
  await console.press('R');
  await console.waitFor(/> v1 .*never live/);
  await console.press('k', 'enter');
  await console.waitFor('Reason:');
  console.type('INC-42 hallucinations');
  await console.press('enter');
  await console.waitFor(`To confirm, type ${name}`);
  return console;
}

/** Goes by keys to the review of a hold, which is confirmed by `y`. */
async function reviewHold(folder: E2eFolder, options: TerminalOptions = {}): Promise<TerminalProgram> {
  const console = openConsole(folder, options);
  await console.waitFor('> frontshift-rag');
  await console.press('enter');
  await console.waitFor(/> +v3 /);
  await console.press('H');
  await console.waitFor('Reason:');
  console.type('INC-42 do not use');
  await console.waitFor('INC-42 recognised');
  await console.press('enter');
  await console.waitFor('Apply? y = yes');
  return console;
}

/** The footer shows a key that does nothing yet in brackets. */
const isArmed = /^y Apply/m;

describe('a typed name', () => {
  test('that is wrong confirms nothing, and the screen says what is asked for', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = await reviewRollback(folder);
    for (const wrong of ['y', 'frontshift-rag', 'Frontshift-rag@latest', `${name} `]) {
      await console.press('ctrl-u');
      console.type(wrong);
      await console.waitFor(lines => lines.some(line => line.trimEnd() === `> ${wrong}`.trimEnd()));
      await console.press('enter');
      await console.waitFor(`Type ${name} exactly as shown, then press enter.`);
    }
    expect(takeSnapshot(folder.registry)).toEqual(before);
  });

  test('may be pasted, but the line end of the paste does not press enter', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = await reviewRollback(folder);
    console.paste(`${name}\n`);
    await console.waitFor(`> ${name}`);
    console.type('X'); // Handled after the paste: what that did, it has done.
    await console.waitFor(`> ${name}X`);
    expect(takeSnapshot(folder.registry)).toEqual(before);
    await console.press('backspace');
    await console.waitFor(/^enter Apply/m); // Only now: a key that is still on its way would keep the enter from confirming.
    await console.press('enter');
    await console.waitFor('Done: Roll back');
  });

  test('that comes in one piece with the line end confirms nothing, until enter comes on its own', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = await reviewRollback(folder);
    console.type(`${name}\r`);
    await console.waitFor('Several keys arrived at once, so nothing was confirmed; press enter on its own.');
    await console.waitFor(`> ${name}`);
    expect(takeSnapshot(folder.registry)).toEqual(before);
    await console.press('enter');
    await console.waitFor('Done: Roll back');
  });
});

describe('a confirmation by y', () => {
  test('counts only once it is armed', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = await reviewHold(folder, slowLine);
    await console.press('y');
    await console.waitFor('Not yet: this has only just been shown.');
    await console.waitFor(isArmed);
    expect(takeSnapshot(folder.registry)).toEqual(before);
    await console.press('y');
    await console.waitFor('Done: Hold');
    expect(readJson(folder, 'show', 'frontshift-rag', 'v3')).toMatchObject({ hold: expect.anything() });
  });

  test('is armed in the end on a terminal that answers no query', async () => {
    const folder = createFixture();
    const console = await reviewHold(folder, { answers: 'silent' });
    await console.press('y');
    await console.waitFor('Not yet: this has only just been shown.');
    await console.waitFor(isArmed);
    await console.press('y');
    await console.waitFor('Done: Hold');
  });

  test('takes no paste and no chunk of several keys', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = await reviewHold(folder);
    await console.waitFor(isArmed);
    console.paste('y\n');
    await console.waitFor('The paste was dropped');
    for (const chunk of ['jy', 'yy', 'y\r', 'yj']) {
      console.type(chunk);
      await console.press('?'); // Comes after the chunk, so that is done when the help is shown.
      await console.waitFor('Everywhere');
      await console.press('escape');
      await console.waitFor(isArmed);
    }
    console.type('jy');
    await console.waitFor('Several keys arrived at once, so nothing was confirmed');
    expect(takeSnapshot(folder.registry)).toEqual(before);
    await console.waitFor('Apply? y = yes');
  });
});

describe('typed blind on a line with 300 ms of delay', () => {
  test('in one piece, a hold is not confirmed', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = openConsole(folder, slowLine);
    await console.waitFor('> frontshift-rag');
    await console.press('enter');
    await console.waitFor(/> +v3 /);
    console.type('HINC-42 do not use\ry');
    await console.waitFor(isArmed);
    expect(takeSnapshot(folder.registry)).toEqual(before);
  });

  test('at the pace of fingers, a hold is not confirmed', async () => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = openConsole(folder, slowLine);
    await console.waitFor('> frontshift-rag');
    await console.press('enter');
    await console.waitFor(/> +v3 /);
    await console.press('H', ...'INC-42', 'enter', 'y', 'y', 'y');
    await console.waitFor(isArmed);
    expect(takeSnapshot(folder.registry)).toEqual(before);
  });

  test.each([
    ['with y', 'R\rreason\ry'],
    ['with the choice of a row', 'Rk\rreason\ry\r'],
    ['with the name', `Rk\rreason\r${name}\r`],
  ])('a rollback is not confirmed, %s', async (_how, keys) => {
    const folder = createFixture();
    const before = takeSnapshot(folder.registry);
    const console = openConsole(folder, slowLine);
    await console.waitFor('> frontshift-rag');
    console.type(keys);
    await console.waitFor(/> v1 .*never live/);
    console.type('?'); // Whatever came before is done when the help is there.
    await console.waitFor('Everywhere');
    expect(takeSnapshot(folder.registry)).toEqual(before);
  });
});
