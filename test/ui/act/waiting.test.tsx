import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import type { AppDefinition, AppState } from '../../../src/ui/runtime/app-state.ts';
import { Frame } from '../../../src/ui/runtime/chrome/frame.tsx';
import { startApp } from '../../../src/ui/runtime/reduce-app.ts';
import { evaluateScreen } from '../../../src/ui/screens/evaluate/evaluate-screen.ts';
import type { State } from '../../../src/ui/screens/evaluate/update.ts';
import { fruitStart } from '../runtime/fruit-app.tsx';
import { press } from '../runtime/press.ts';

const app: AppDefinition = {
  name: 'lastgood',
  screens: [evaluateScreen],
  verbs: [],
  home: { screen: 'evaluate', model: 'support-rag', version: 'v3', alias: 'latest' },
};
const [opened] = startApp(app, fruitStart);
const planning = press(app, opened, ...'results', 'enter').state;

function placeOf(state: AppState): string | undefined {
  const screen = state.stack.at(-1)?.state as State | undefined;
  return screen?.at === 'acting' ? screen.act.at : screen?.at;
}

test('keys typed ahead of a plan do nothing: none quits, none opens anything', () => {
  expect(placeOf(planning)).toBe('planning');
  const { state, effects } = press(app, planning, ...'quit: ?r/cjy', 'enter', 'f1', 'ctrl-p', 'tab');
  expect(effects).toEqual([]);
  expect(state).toEqual(planning);
});

test('esc leads back while a plan is made, and ctrl-c leaves', () => {
  expect(placeOf(press(app, planning, 'escape').state)).toBe('folder');
  expect(press(app, planning, 'ctrl-c').effects).toEqual([{ do: 'quit', exitCode: 130 }]);
});

test('the footer names the keys that work while a plan is made, and no other', () => {
  const frame = renderToString(<Frame app={app} state={planning} send={() => undefined} />, { columns: 80 });
  expect(frame.split('\n').at(-1)?.trimEnd()).toBe('esc Other results  ctrl-c Leave');
});
