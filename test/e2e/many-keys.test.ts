import { expect, test } from 'vitest';
import { createE2eFolder, openConsole, readJson, runWell } from '../support/e2e-console.ts';
import { createSeededRandom, drawKeys, sendInChunks } from '../support/e2e-keys.ts';
import { isWholeProof } from '../support/proof-size.ts';
import { buildS0Registry, listS0Versions, rolledBackOnce } from '../support/s0-registry.ts';

const keyCount = 10_000;

/** Each key of a choice goes through Ink by itself, which takes its time: `npm test` sends fewer. */
const choiceKeyCount = isWholeProof ? keyCount : 600;

/** How long that may take on a machine that is busy with other things, in milliseconds. */
const choicePatienceMs = 240_000;

test('of 10,000 keys in a list none is lost', async () => {
  const folder = createE2eFolder();
  const versionCount = 60;
  buildS0Registry(folder.registry, {
    model: 'many',
    versions: listS0Versions(versionCount),
    latest: { form: 'none' },
  });
  const console = openConsole(folder);
  await console.waitFor('> many');
  await console.press('enter');
  const first = await console.waitFor(/^> +v60 /m);
  const page = first.filter(line => /^[> ] +v\d+ /.test(line)).length;

  const random = createSeededRandom(42);
  const weights = { j: 30, down: 12, k: 20, up: 10, 'ctrl-d': 6, 'ctrl-u': 5, g: 1, G: 1, 'page-down': 2 };
  const names = drawKeys(keyCount, weights, random);
  await sendInChunks(console, names, random);
  await console.press('?'); // Comes after all others, so they are done when the help is shown.
  await console.waitFor('This screen');
  await console.press('escape');
  const lines = await console.waitFor(/^> +v\d+ /m);

  const row = moveThroughList(names, versionCount, page);
  expect(lines.find(line => line.startsWith('> '))).toMatch(new RegExp(`^> +v${versionCount - row} `));
});

test('of 10,000 keys in a text field none is lost', async () => {
  const folder = createE2eFolder();
  buildS0Registry(folder.registry, rolledBackOnce);
  const console = openConsole(folder);
  await console.waitFor('> frontshift-rag');
  console.type(':hold frontshift-rag v3\r');
  await console.waitFor('Reason:');

  const random = createSeededRandom(7);
  const letters = Object.fromEntries([...'abcdefghijkqyRZ019é日 '].map(letter => [letter, 3]));
  const edits = { backspace: 12, delete: 3, left: 9, right: 6, home: 1, end: 1, 'ctrl-u': 1, 'ctrl-w': 2 };
  const names = drawKeys(keyCount, { ...letters, ...edits }, random);
  await sendInChunks(console, [...names, 'end', 'X', 'enter'], random);
  await console.waitFor(/^y Apply/m);
  await console.press('y');
  await console.waitFor('Done: Hold');

  const reason = `${editPlainly(names, 300)}X`.trim();
  expect(reason.length).toBeGreaterThan(20);
  expect(readJson(folder, 'history', 'frontshift-rag')).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ action: 'hold', reason })]),
  });
});

test(`of ${choiceKeyCount} keys in a choice none is lost`, async () => {
  const folder = createE2eFolder();
  const aliases = ['latest', 'canary', 'eu', 'next', 'us'];
  buildS0Registry(folder.registry, rolledBackOnce);
  for (const alias of aliases.slice(1)) {
    runWell(folder, 'promote', 'frontshift-rag', 'v1', '--to', alias, '--reason', 'more aliases', '--yes');
  }
  const console = openConsole(folder);
  await console.waitFor(/> frontshift-r.* latest v2 \+4/);
  await console.press('P');
  await console.waitFor(/> v3 /);
  await console.press('enter');
  const choice = await console.waitFor(/> latest/);
  const shown = choice.flatMap(line => aliases.filter(alias => line.slice(2).startsWith(alias)));
  expect(shown.toSorted()).toEqual(aliases.toSorted());

  const random = createSeededRandom(11);
  const names = drawKeys(choiceKeyCount, { j: 4, down: 2, k: 3, up: 2 }, random);
  await sendInChunks(console, [...names, 'enter'], random);
  const moved = names.reduce((row, name) => row + (name === 'j' || name === 'down' ? 1 : -1), 0);
  const chosen = shown[((moved % shown.length) + shown.length) % shown.length];
  await console.waitFor('Reason:', choicePatienceMs);
  expect(console.screen().join('\n')).toMatch(new RegExp(`frontshift-rag ${chosen}: `));
});

/** The row a list is on after moves, counted from the top; `page` rows are seen. */
function moveThroughList(names: readonly string[], count: number, page: number): number {
  const half = Math.floor(page / 2);
  const steps: Readonly<Record<string, number>> = {
    j: 1,
    down: 1,
    k: -1,
    up: -1,
    'ctrl-d': half,
    'ctrl-u': -half,
    'page-down': page,
    g: -count,
    G: count,
  };
  return names.reduce((row, name) => Math.max(0, Math.min(count - 1, row + (steps[name] ?? 0))), 0);
}

/** What a line says after edits, at most `limit` characters. Plain on purpose: it stands against the field's own arithmetic. */
function editPlainly(names: readonly string[], limit: number): string {
  const characters: string[] = [];
  let cursor = 0;
  const edits: Readonly<Record<string, () => void>> = {
    backspace: () => {
      if (cursor > 0) characters.splice(--cursor, 1);
    },
    delete: () => {
      characters.splice(cursor, 1);
    },
    left: () => {
      cursor = Math.max(0, cursor - 1);
    },
    right: () => {
      cursor = Math.min(characters.length, cursor + 1);
    },
    home: () => {
      cursor = 0;
    },
    end: () => {
      cursor = characters.length;
    },
    'ctrl-u': () => {
      characters.splice(0, cursor);
      cursor = 0;
    },
    'ctrl-w': () => {
      const isBlank = (at: number) => (characters[at] ?? '').trim() === '';
      let from = cursor;
      while (from > 0 && isBlank(from - 1)) from -= 1;
      while (from > 0 && !isBlank(from - 1)) from -= 1;
      characters.splice(from, cursor - from);
      cursor = from;
    },
  };
  for (const name of names) {
    const edit = edits[name];
    if (edit !== undefined) edit();
    else if (characters.length < limit) characters.splice(cursor++, 0, name);
  }
  return characters.join('');
}
