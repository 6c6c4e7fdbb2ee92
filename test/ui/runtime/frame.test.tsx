import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import { type AppError, NotFoundError } from '../../../src/core/errors/app-error.ts';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import type { AppDefinition, AppMessage, AppState } from '../../../src/ui/runtime/app-state.ts';
import { Frame } from '../../../src/ui/runtime/chrome/frame.tsx';
import type { AppStart } from '../../../src/ui/runtime/reduce-app.ts';
import { reduceApp, startApp } from '../../../src/ui/runtime/reduce-app.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { press } from './press.ts';

const fruit = [
  'apple',
  '梨と葡萄の詰め合わせ',
  'a-fruit-with-a-name-that-is-far-too-long-for-any-terminal-of-sixty-or-eighty-columns',
  'plum',
];

function started(columns: number, rows = 15, changes: Partial<AppStart['surroundings']> = {}): AppState {
  const surroundings = { ...fruitStart.surroundings, ...changes };
  const [state] = startApp(fruitApp, { ...fruitStart, surroundings, size: { columns, rows } });
  const message = { type: 'loadFruit/done', input: { basket: 'kitchen' }, value: fruit };
  return press(fruitApp, state, { type: 'screen-addressed', screenId: 1, message }).state;
}

function draw(state: AppState): readonly string[] {
  const { columns } = state.size;
  return renderToString(<Frame app={fruitApp} state={state} send={() => undefined} />, { columns }).split(
    '\n',
  );
}

const pressed = (state: AppState, ...messages: readonly (string | AppMessage)[]) =>
  press(fruitApp, state, ...messages).state;
const trimmed = (lines: readonly string[]) => lines.map(line => line.trimEnd());

describe('the frame', () => {
  test('at 80 columns', () => {
    expect(trimmed(draw(started(80)))).toEqual([
      'prod-eu  directory  /srv/models_registry  alice@example.org  WRITE  -',
      'kitchen',
      '> apple',
      '  梨と葡萄の詰め合わせ',
      '  a-fruit-with-a-name-that-is-far-too-long-for-any-terminal-of-sixty-or-eighty-…',
      '  plum',
      ...Array.from({ length: 7 }, () => ''),
      '',
      'enter Open  E Eat all  / Filter  ? Help  q Quit',
    ]);
  });

  test('at 60 columns everything in the header is still there', () => {
    const condition = { tone: 'bad', text: 'OFFLINE' } as const;
    const lines = draw(started(60, 15, { condition, writes: { at: 'refused', reason: 'Asked for.' } }));
    expect(lines[0]).toBe('prod-eu  directo…  …egistry  alice@e…  READ-ONLY  -  OFFLINE');
    expect(lines.at(-1)?.trimEnd()).toBe('enter Open  (E Eat all)  / Filter  ? Help  q Quit');
  });

  test('at 120 columns the header has room for words', () => {
    const lines = draw(started(120));
    expect(lines[0]?.trimEnd()).toBe(
      'lastgood · prod-eu · directory · /srv/models_registry · alice@example.org · WRITE · not read yet',
    );
  });

  test('long and wide names shorten the header, never the access', () => {
    const registry = {
      name: '本番環境のレジストリ',
      kind: 'directory',
      place: '/very/long/place/that/does/not/fit/models',
    } as const;
    for (const columns of [60, 80, 120]) {
      const condition = { tone: 'warning', text: 'mirror behind by 12' } as const;
      const line =
        draw(
          started(columns, 15, { registry, condition, actor: 'someone-with-a-long-name@company.example' }),
        )[0] ?? '';
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).toContain(' WRITE ');
    }
  });

  test.each([
    [60, 15],
    [80, 24],
    [120, 40],
  ])('has exactly as many lines as the terminal, none too wide, at %i x %i', (columns, rows) => {
    const states = [
      started(columns, rows),
      pressed(started(columns, rows), '?'),
      pressed(started(columns, rows), ':'),
      pressed(started(columns, rows), '/', 'p'),
      pressed(
        started(columns, rows),
        'enter',
        ...'a reason with 梨 that is quite long, longer than sixty columns are in any case',
      ),
    ];
    for (const state of states) {
      const lines = draw(state);
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('in ASCII nothing else is drawn', () => {
    const theme = createTheme('mono', 'ascii');
    const ascii = pressed(started(60, 15, { theme }), '/', 'a');
    expect(draw(ascii).join('')).toMatch(/^[ -~]*$/);
  });

  test('the breadcrumb shows the way, its start cut off where room is short', () => {
    expect(draw(pressed(started(80), 'enter'))[1]?.trimEnd()).toBe('kitchen / eat apple');
    const deep = pressed(started(60), 'j', 'j', 'enter');
    expect(draw(deep)[1]).toBe('eat a-fruit-with-a-name-that-is-far-too-long-for-any-termin…');
  });

  test('where a text field takes letters the footer names other keys', () => {
    expect(
      draw(pressed(started(80), 'enter'))
        .at(-1)
        ?.trimEnd(),
    ).toBe('(enter Next)  esc Back  f1 Help');
  });

  test('keys that do not fit are counted at the key that shows them all', () => {
    const screens = fruitApp.screens.map(screen => ({
      ...screen,
      bindings: [
        ...screen.bindings,
        ...['A', 'B', 'D', 'F'].map(name => ({
          ...{ keys: [name], label: `Do something with ${name}`, message: { type: 'moved', move: 'up' } },
        })),
      ],
    }));
    const app = { ...fruitApp, screens };
    const footerAt = (columns: number) =>
      renderToString(<Frame app={app} state={started(columns)} send={() => undefined} />, { columns })
        .split('\n')
        .at(-1)
        ?.trimEnd();
    expect(footerAt(60)).toBe('enter Open  E Eat all  ? 5 more  q Quit');
    expect(footerAt(80)).toBe('enter Open  E Eat all  A Do something with A  ? 4 more  q Quit');
  });

  test('a notice stands above the keys', () => {
    const lines = draw(pressed(started(80), { type: 'paste', text: 'q' }));
    expect(lines.at(-2)?.trimEnd()).toBe('The paste was dropped: no text field has the keys.');
  });

  test('the filter is typed where notices stand', () => {
    expect(
      draw(pressed(started(80), '/', 'p', 'l'))
        .at(-2)
        ?.trimEnd(),
    ).toBe('/pl');
  });
});

describe('data that cannot be read again', () => {
  const gone = new NotFoundError('registry-not-found', 'There is no registry there.');
  const later = '2026-11-21T08:53:00.000Z';
  const readable: AppDefinition = {
    ...fruitApp,
    screens: fruitApp.screens.map(screen => ({ ...screen, readAt: () => fruitStart.now })),
  };
  const failed = (columns: number, error: AppError = gone) => {
    const [state] = reduceApp(
      readable,
      { ...started(columns), now: '2026-11-21T08:46:00.000Z' },
      { type: 'read-failed', error },
    );
    return { ...press(readable, state, 'j').state, now: later };
  };
  const header = (state: AppState, app = readable) =>
    renderToString(<Frame app={app} state={state} send={() => undefined} />, { columns: state.size.columns })
      .split('\n')[0]
      ?.trimEnd();

  test('is said in the header, and its age goes on', () => {
    expect(header(failed(120))).toContain('CANNOT BE READ, read 8m ago');
    expect(header(failed(80))).toContain('  UNREADABLE 8m');
  });

  test.each([60, 80, 120])('is said whole at %i columns', columns => {
    const line = header(failed(columns)) ?? '';
    expect(line).toContain('8m');
    expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('is news again once it has been read', () => {
    const again = readable.screens.map(screen => ({ ...screen, readAt: () => later }));
    expect(header(failed(80), { ...readable, screens: again })).not.toContain('UNREADABLE');
  });

  test('is not what a question is that has no answer', () => {
    const missing = new NotFoundError('version-not-found', 'There is no v9.');
    expect(header(failed(80, missing))).toMatch(/ 8m$/);
    expect(header(failed(80, missing))).not.toContain('UNREADABLE');
  });
});

describe('overlays', () => {
  test('help says what each key does here, and why not', () => {
    const state = started(80, 30, { writes: { at: 'refused', reason: 'Started with --read-only.' } });
    const lines = trimmed(draw(pressed(state, '?')));
    expect(lines.slice(2, 8)).toEqual([
      'This screen',
      '  enter          Open',
      '  E              Eat all: Started with --read-only.',
      'Moving',
      '  j down         Down',
      '  k up           Up',
    ]);
    expect(lines).toContain('Everywhere');
  });

  test('help scrolls to its last line', () => {
    const lines = trimmed(draw(pressed(started(60), '?', 'G')));
    expect(lines.at(-3)).toBe('  ctrl-c         Interrupt');
  });

  test('the palette shows what is typed and what fits', () => {
    const lines = trimmed(draw(pressed(started(80), ':', 'e', 'a', 't')));
    expect(lines.slice(2, 6)).toEqual([
      ': eat',
      '> Eat all                E',
      '  eat FRUIT              Eat a fruit',
      '  basket BASKET [SHELF]  Open a basket',
    ]);
  });

  test('a terminal that is too small says what it needs and what it has', () => {
    expect(trimmed(draw(started(50, 12))).slice(0, 5)).toEqual([
      'This terminal is too small.',
      'columns need 60, have 50',
      'rows    need 15, have 12',
      'q Quit  ? Help',
      '',
    ]);
  });
});
