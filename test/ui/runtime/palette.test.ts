import { describe, expect, test } from 'vitest';
import { textOf } from '../../../src/ui/components/text-field.ts';
import type { AppState } from '../../../src/ui/runtime/app-state.ts';
import { fuzzyScore } from '../../../src/ui/runtime/fuzzy.ts';
import { paletteEntries } from '../../../src/ui/runtime/palette.ts';
import { startApp } from '../../../src/ui/runtime/reduce-app.ts';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { press } from './press.ts';

const [started] = startApp(fruitApp, fruitStart);
const typed = (state: AppState) => (state.overlay.at === 'palette' ? textOf(state.overlay.field) : undefined);
const routeOf = (state: AppState) => state.stack.at(-1)?.route;

test('the palette offers what the screen can do, then whole commands, then what works everywhere', () => {
  const texts = paletteEntries(fruitApp, started, '').map(entry => entry.text);
  expect(texts.slice(0, 5)).toEqual(['Open', 'Eat all', 'eat FRUIT', 'basket BASKET [SHELF]', 'Help']);
});

test('the palette finds by letters in order, best first', () => {
  expect(paletteEntries(fruitApp, started, 'fruit')[0]?.text).toBe('eat FRUIT');
  expect(paletteEntries(fruitApp, started, 'qt').map(entry => entry.text)).toEqual(['Quit']);
  expect(paletteEntries(fruitApp, started, 'xyz')).toEqual([]);
});

test('a whole command opens its screen', () => {
  const { state } = press(fruitApp, started, ':', ...'eat kiwi', 'enter');
  expect(routeOf(state)).toEqual({ screen: 'eat', fruit: 'kiwi' });
  expect(state.overlay.at).toBe('none');
});

test('a whole command can be pasted, and enter is still pressed by hand', () => {
  const { state } = press(fruitApp, started, 'ctrl-p', { type: 'paste', text: 'eat kiwi\n' });
  expect(typed(state)).toBe('eat kiwi');
  expect(routeOf(press(fruitApp, state, 'enter').state)).toEqual({ screen: 'eat', fruit: 'kiwi' });
});

test('tab keeps the words that were typed after a command', () => {
  expect(typed(press(fruitApp, started, ':', ...'eat ki', 'tab').state)).toBe('eat ki');
  expect(typed(press(fruitApp, started, ':', ...'bask', 'tab').state)).toBe('basket ');
});

test('a command without its words is typed out and says what it needs', () => {
  const { state } = press(fruitApp, started, ':', ...'bask', 'enter');
  expect(typed(state)).toBe('basket ');
  expect(state.notice?.text).toBe('basket needs BASKET.');
  const refused = press(fruitApp, state, ...'none', 'enter').state;
  expect(refused.notice?.text).toBe('There is no such basket.');
  expect(press(fruitApp, refused, ' ', 'a', ' ', 'b', 'enter').state.notice?.text).toContain('takes only');
});

test('tab types out the selected command', () => {
  expect(typed(press(fruitApp, started, ':', 'down', 'down', 'tab').state)).toBe('eat ');
});

test('the selection stays among the entries', () => {
  expect(press(fruitApp, started, ':', 'up').state.overlay).toMatchObject({ selected: 0 });
  const { state } = press(fruitApp, started, ':', ...Array.from({ length: 40 }, () => 'down'));
  expect(state.overlay).toMatchObject({ selected: paletteEntries(fruitApp, started, '').length - 1 });
});

test('an entry that cannot be done now says why', () => {
  const { state } = press(fruitApp, started, ':', 'enter');
  expect(state.notice?.text).toBe('The basket is empty.');
});

test('a confirmation is never offered', () => {
  const { state } = press(fruitApp, started, ':', ...'eat kiwi', 'enter', ...'hungry', 'enter', ':');
  expect(paletteEntries(fruitApp, state, '').map(entry => entry.text)).not.toContain('Eat it');
});

test('esc closes the palette and does nothing else', () => {
  expect(press(fruitApp, started, ':', 'e', 'escape').state).toEqual(started);
});

test('letters at the start of words count more', () => {
  expect(fuzzyScore('rm', 'rollback MODEL')).toBeGreaterThan(fuzzyScore('rm', 'parameters') ?? 0);
  expect(fuzzyScore('ab', 'ba')).toBeUndefined();
});

describe('names behind a command', () => {
  const message = {
    type: 'loadFruit/done',
    input: { basket: 'kitchen' },
    value: ['banana', 'fig', 'pineapple', 'apple'],
  };
  const filled = press(fruitApp, started, { type: 'screen-addressed', screenId: 1, message }).state;
  const offered = (text: string) => paletteEntries(fruitApp, filled, text).map(entry => entry.text);

  test('are offered below the command, those that begin with what is typed first', () => {
    expect(offered('eat ')).toEqual(['eat FRUIT', 'eat banana', 'eat fig', 'eat pineapple', 'eat apple']);
    expect(offered('eat App')).toEqual(['eat FRUIT', 'eat apple', 'eat pineapple']);
    expect(offered('eat kiwi')).toEqual(['eat FRUIT']);
  });

  test('fit the words before them', () => {
    expect(offered('basket kitchen t')).toEqual([
      'basket BASKET [SHELF]',
      'basket kitchen top',
      'basket kitchen bottom',
    ]);
    expect(offered('basket cellar ')).toEqual(['basket BASKET [SHELF]']);
    expect(offered('basket kitchen top of')).toEqual(['basket BASKET [SHELF]']);
  });

  test('tab types out what all of them begin with, then the first', () => {
    const value = ['rag-eu-1', 'rag-eu-2', 'chat'];
    const three = { ...message, value };
    const state = press(fruitApp, started, { type: 'screen-addressed', screenId: 1, message: three }).state;
    expect(typed(press(fruitApp, state, ':', ...'eat r', 'tab').state)).toBe('eat rag-eu-');
    expect(typed(press(fruitApp, state, ':', ...'eat r', 'tab', '2', 'tab').state)).toBe('eat rag-eu-2');
    expect(typed(press(fruitApp, state, ':', ...'eat r', 'tab', 'tab').state)).toBe('eat rag-eu-1');
  });

  test('tab types out the first that fits', () => {
    expect(typed(press(fruitApp, filled, ':', ...'eat ap', 'tab').state)).toBe('eat apple');
    expect(typed(press(fruitApp, filled, ':', ...'eat ', 'down', 'down', 'tab').state)).toBe('eat fig');
  });

  test('enter on one does the command with it; enter on the command does what is typed', () => {
    const chosen = press(fruitApp, filled, ':', ...'eat p', 'down', 'enter').state;
    expect(routeOf(chosen)).toEqual({ screen: 'eat', fruit: 'pineapple' });
    const asTyped = press(fruitApp, filled, ':', ...'eat p', 'enter').state;
    expect(routeOf(asTyped)).toEqual({ screen: 'eat', fruit: 'p' });
  });
});
