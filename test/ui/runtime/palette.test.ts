import { expect, test } from 'vitest';
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
