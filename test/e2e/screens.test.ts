import { describe, expect, test } from 'vitest';
import { createE2eFolder, openInFolder, selectedRowOf } from '../support/e2e-console.ts';
import { takeShare } from '../support/proof-size.ts';
import { builtProgram, type TerminalOptions, type TerminalProgram } from '../support/terminal.ts';

/** The console without a registry named: it opens the built-in sample. */
async function openSample(options: TerminalOptions = {}): Promise<TerminalProgram> {
  const console = openInFolder(createE2eFolder(), builtProgram(), options);
  await console.waitFor('> frontshift-rag');
  return console;
}

/** A way by keys to a screen, what its breadcrumb says and what it shows; `esc` goes back to models once for each of `steps`. */
const ways = [
  { keys: ['enter'], breadcrumb: 'models / frontshift-rag', shown: /^> +v11 /m, steps: 1 },
  { keys: ['enter', 'enter'], breadcrumb: 'models / frontshift-rag / v11', shown: 'Facts', steps: 2 },
  {
    keys: ['enter', 'j', 'd'],
    breadcrumb: /^models \/ frontshift-rag \/ diff v1[01] v1[01]$/,
    shown: 'groundedness',
    steps: 2,
  },
  {
    keys: ['enter', 'e'],
    breadcrumb: 'models / frontshift-rag / v11 gate latest',
    shown: /^> ✗ FAIL +main/m,
    steps: 2,
  },
  { keys: ['h'], breadcrumb: 'models / history', shown: 'The history of frontshift-rag is intact', steps: 1 },
  { keys: ['t'], breadcrumb: 'models / trend groundedness', shown: 'rolled back', steps: 1 },
  { keys: ['R'], breadcrumb: 'models / frontshift-rag rollback', shown: 'Last good:', steps: 1 },
  { keys: ['P'], breadcrumb: 'models / frontshift-rag promote', shown: 'Promote which version', steps: 1 },
  { keys: ['a'], breadcrumb: 'models / activity', shown: 'has not written anything yet', steps: 1 },
  { keys: ['x'], breadcrumb: 'models / registries', shown: '> SAMPLE', steps: 1 },
] as const;

/** `npm test` tries the smallest and the largest. */
const sizes = [
  [60, 15],
  [80, 24],
  [120, 40],
] as const;

describe.each(takeShare(sizes, 2))('at %i by %i', (columns, rows) => {
  test('every screen opens and closes by keys, with header, breadcrumb and footer in their places', async () => {
    const console = await openSample({ columns, rows });
    for (const { keys, breadcrumb, shown, steps } of ways) {
      await pressEach(console, keys);
      await console.waitFor(lines => isAt(lines, breadcrumb));
      expectFrame(await console.waitFor(shown), rows);
      for (let step = 0; step < steps; step += 1) await console.press('escape');
      await console.waitFor(lines => isAt(lines, 'models'));
      await console.waitFor('> frontshift-rag');
    }
  });

  test('help and palette open over a screen and leave it as it was', async () => {
    const console = await openSample({ columns, rows });
    const before = console.screen();
    await console.press('?');
    const help = await console.waitFor('This screen');
    expect(help.join('\n')).toMatch(/Decide drift: .*not drift/); // A key that does nothing says why.
    expect(help.at(-1)).toMatch(/^esc Close/);
    await console.press('escape');
    await console.waitFor(lines => lines.join('\n') === before.join('\n'));
    await console.press('ctrl-p');
    await console.waitFor('enter Do it');
    await console.press('escape');
    await console.waitFor(lines => lines.join('\n') === before.join('\n'));
  });
});

test('the palette takes a whole command and opens its screen without writing', async () => {
  const console = await openSample();
  console.type(':rollback support-triage v2\r');
  const lines = await console.waitFor('Last good:');
  expect(lines[1]).toBe('models / support-triage rollback');
  expect(selectedRowOf(lines)).toMatch(/^> v2 /);
  await console.press('escape');
  console.type(':rollback nowhere\r');
  await console.waitFor('nowhere');
  await console.waitFor(lines => isAt(lines, 'models / nowhere rollback'));
  await console.press('escape');
  await console.waitFor(lines => isAt(lines, 'models'));
});

test('the palette opens the gate and the decision of a version', async () => {
  const console = await openSample();
  console.type(':gate frontshift-rag v9\r');
  await console.waitFor('PASS  frontshift-rag v9 for latest');
  await console.press('escape');
  console.type(':decide frontshift-rag v9\r');
  await console.waitFor('! No number for bleu1, bleu2, bleu3, bleu4, rougeL_precision.');
  await console.press('e');
  await console.waitFor('PASS  frontshift-rag v9 for latest');
});

test('a filter keeps the models it names, one that begins with ! those it does not', async () => {
  const console = await openSample();
  await console.press('/');
  console.type('price');
  await console.waitFor(lines => listModels(lines) === 'price-check');
  await console.press('escape');
  await console.waitFor(lines => listModels(lines) === 'frontshift-rag price-check support-triage');
  await console.press('/');
  console.type('!price');
  await console.waitFor(lines => listModels(lines) === 'frontshift-rag support-triage');
  await console.press('enter', 'escape');
  await console.waitFor(lines => listModels(lines) === 'frontshift-rag price-check support-triage');
  await console.press('/');
  console.type('!ok');
  await console.waitFor(lines => listModels(lines) === 'frontshift-rag price-check');
});

/** Presses each key once the screen that the one before opened has been read. */
async function pressEach(console: TerminalProgram, keys: readonly string[]): Promise<void> {
  for (const [place, key] of keys.entries()) {
    if (place > 0) await console.waitFor(/^> +v1[01] /m);
    await console.press(key);
  }
}

function isAt(lines: readonly string[], breadcrumb: string | RegExp): boolean {
  return typeof breadcrumb === 'string' ? lines[1] === breadcrumb : breadcrumb.test(lines[1] ?? '');
}

function listModels(lines: readonly string[]): string {
  return lines.flatMap(line => /^[> ] ((?:frontshift|price|support)-\w+) /.exec(line)?.[1] ?? []).join(' ');
}

/** What must never be hidden: registry, kind, writability, the way back and the way to help. */
function expectFrame(lines: readonly string[], rows: number): void {
  expect(lines).toHaveLength(rows);
  expect(lines[0]).toMatch(/SAMPLE .*directory .*WRITE/);
  expect(lines[rows - 1]).toMatch(/esc Back|\? (Help|\d+ more)/);
}
