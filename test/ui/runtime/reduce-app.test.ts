import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../src/core/errors/app-error.ts';
import { textOf } from '../../../src/ui/components/text-field.ts';
import type { AppMessage, AppState } from '../../../src/ui/runtime/app-state.ts';
import { describeLeft } from '../../../src/ui/runtime/leaving.ts';
import { startApp } from '../../../src/ui/runtime/reduce-app.ts';
import type { EatState } from './fruit-app.tsx';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { keyOf, press } from './press.ts';

const [started, firstEffects] = startApp(fruitApp, fruitStart);

function fruitArrived(fruit: readonly string[], screenId = 1): AppMessage {
  const message = { type: 'loadFruit/done', input: { basket: 'kitchen' }, value: fruit };
  return { type: 'screen-addressed', screenId, message };
}

const { state: filled } = press(fruitApp, started, fruitArrived(['apple', 'pear', 'plum', 'quince']));
const openScreens = (state: AppState) => state.stack.map(open => open.route.screen);
const topState = (state: AppState) => state.stack.at(-1)?.state;
const cursorOf = (state: AppState) => (topState(state) as { list: { cursor: number } }).list.cursor;

describe('screens', () => {
  test('the home screen opens and asks for what it shows', () => {
    expect(openScreens(started)).toEqual(['basket']);
    expect(firstEffects).toEqual([
      { do: 'run', screenId: 1, run: 'loadFruit', input: { basket: 'kitchen' } },
    ]);
  });

  test('a message for a screen that has closed is dropped', () => {
    expect(press(fruitApp, started, fruitArrived(['fig'], 99)).state).toEqual(started);
  });

  test('enter opens the selected row on top, and esc comes back and refreshes what is seen again', () => {
    const { state } = press(fruitApp, filled, 'j', 'enter');
    expect(openScreens(state)).toEqual(['basket', 'eat']);
    const back = press(fruitApp, state, 'escape');
    expect(openScreens(back.state)).toEqual(['basket']);
    expect(back.effects).toEqual([
      { do: 'abortReads', screenId: 2, run: undefined },
      { do: 'run', screenId: 1, run: 'loadFruit', input: { basket: 'kitchen' } },
    ]);
  });

  test('esc on the first screen stays there', () => {
    const { state, effects } = press(fruitApp, filled, 'escape');
    expect(openScreens(state)).toEqual(['basket']);
    expect(effects).toEqual([]);
    expect(state.notice?.text).toContain('q quits');
  });

  test('a failed read reaches the screen with its error', () => {
    const error = new NotFoundError('model-not-found', 'No basket.');
    const message = { type: 'loadFruit/failed', input: { basket: 'kitchen' }, error };
    const { state } = press(fruitApp, started, { type: 'screen-addressed', screenId: 1, message });
    expect(topState(state)).toMatchObject({ problem: 'No basket.' });
  });
});

describe('keys', () => {
  test('a chunk of keys is handled key by key', () => {
    const chunk = ['j', 'j', 'j', 'k'].map(name => ({ type: 'key', key: keyOf(name, true) }) as const);
    expect(cursorOf(press(fruitApp, filled, ...chunk).state)).toBe(2);
  });

  test('movement keys move: arrows, g, G and pages', () => {
    const moves: [string, number][] = [
      ['down', 1],
      ['G', 3],
      ['end', 3],
      ['page-down', 3],
      ['ctrl-d', 3],
      ['g', 0],
    ];
    for (const [name, row] of moves) expect(cursorOf(press(fruitApp, filled, name).state)).toBe(row);
  });

  test('a disabled key says why, until the next key', () => {
    const { state } = press(fruitApp, started, 'enter');
    expect(state.notice).toMatchObject({ tone: 'warning', text: 'The basket is empty.' });
    expect(press(fruitApp, state, 'j').state.notice).toBeUndefined();
  });

  test('the reason of a disabled key goes when it is its reason no more', () => {
    const { state } = press(fruitApp, started, 'enter');
    const screenId = state.stack.at(-1)?.id ?? 0;
    const answer = { type: 'loadFruit/done', input: { basket: 'kitchen' } };
    const addressed = (value: readonly string[]) =>
      ({ type: 'screen-addressed', screenId, message: { ...answer, value } }) as const;
    expect(press(fruitApp, state, addressed([])).state.notice?.text).toBe('The basket is empty.');
    expect(press(fruitApp, state, addressed(['fig'])).state.notice).toBeUndefined();
  });

  test('the keys behind it in one chunk leave a notice to be read', () => {
    const follows = { type: 'key', key: { ...keyOf('j', true), follows: true } } as const;
    const { state } = press(fruitApp, started, { type: 'key', key: keyOf('enter', true) }, follows);
    expect(state.notice?.text).toBe('The basket is empty.');
    expect(press(fruitApp, state, { type: 'key', key: keyOf('j', true) }).state.notice).toBeUndefined();
  });

  test('a write is disabled with the reason of the read-only mode', () => {
    const refused = { writes: { at: 'refused', reason: 'Started with --read-only.' } } as const;
    const { state } = press(fruitApp, filled, { type: 'surroundings-changed', changes: refused }, 'E');
    expect(state.notice?.text).toBe('Started with --read-only.');
  });

  test('q quits with 0 and ctrl-c with 130', () => {
    expect(press(fruitApp, filled, 'q').effects).toEqual([{ do: 'quit', exitCode: 0 }]);
    expect(press(fruitApp, filled, 'ctrl-c').effects).toEqual([{ do: 'quit', exitCode: 130 }]);
  });

  test('r refreshes, c copies, ctrl-z suspends, an unknown key does nothing', () => {
    expect(press(fruitApp, filled, 'r').effects).toHaveLength(1);
    expect(press(fruitApp, filled, 'j', 'c').effects).toEqual([{ do: 'copy', text: 'pear' }]);
    expect(press(fruitApp, filled, 'ctrl-z').effects).toEqual([{ do: 'suspend' }]);
    expect(press(fruitApp, filled, 'f12')).toEqual({ state: filled, effects: [] });
  });

  test('r reads again what the application reads from too, whatever screen is shown', () => {
    const source = { run: 'readSource', input: {} };
    const app = { ...fruitApp, refreshes: () => source };
    const asked = { do: 'run', screenId: 0, ...source };
    expect(press(app, filled, 'r').effects).toEqual([
      { do: 'run', screenId: 1, run: 'loadFruit', input: { basket: 'kitchen' } },
      asked,
    ]);
    const eating = press(app, filled, 'j', 'enter', 'a', 'enter').state;
    expect(openScreens(eating)).toEqual(['basket', 'eat']);
    expect(press(app, eating, 'r')).toEqual({ state: eating, effects: [asked] });
    expect(press(fruitApp, eating, 'r').state.notice?.text).toBe('There is nothing to refresh here.');
  });

  test('a terminal that is too small takes no keys but quit and help', () => {
    const { state } = press(fruitApp, filled, { type: 'resized', size: { columns: 59, rows: 24 } });
    expect(press(fruitApp, state, 'j', 'enter', 'E').state.stack).toEqual(filled.stack);
    expect(press(fruitApp, state, 'q').effects).toEqual([{ do: 'quit', exitCode: 0 }]);
    expect(press(fruitApp, state, '?').state.overlay.at).toBe('help');
    expect(press(fruitApp, state, '?', '?').state.overlay.at).toBe('none');
  });
});

describe('filter', () => {
  test('the slash edits the filter as one types, enter keeps it, esc clears it before it leaves', () => {
    const typed = press(fruitApp, filled, '/', 'p', 'l', 'q').state;
    expect(topState(typed)).toMatchObject({ filter: 'plq' });
    const kept = press(fruitApp, typed, 'backspace', 'enter').state;
    expect(topState(kept)).toMatchObject({ filter: 'pl', list: { count: 2 } });
    const cleared = press(fruitApp, kept, 'escape').state;
    expect(topState(cleared)).toMatchObject({ filter: '' });
    expect(openScreens(cleared)).toEqual(['basket']);
  });

  test('esc while typing clears and closes', () => {
    const { state } = press(fruitApp, filled, '/', 'p', 'escape');
    expect(state.overlay.at).toBe('none');
    expect(topState(state)).toMatchObject({ filter: '' });
  });

  test('a screen without a filter says so', () => {
    const { state } = press(fruitApp, filled, 'enter', ...'hungry', 'enter', '/');
    expect(state.notice?.text).toBe('There is nothing to filter here.');
  });
});

describe('pastes', () => {
  test('a paste goes to the focused field, without its line ends, and presses no key', () => {
    const { state } = press(fruitApp, filled, 'enter', { type: 'paste', text: 'because\ny\n' });
    const top = topState(state) as EatState;
    expect(top.at === 'reason' && textOf(top.field)).toBe('because y');
  });

  test('a paste where no field has the keys is dropped and said', () => {
    const { state, effects } = press(fruitApp, filled, { type: 'paste', text: 'q' });
    expect(effects).toEqual([]);
    expect(state.notice?.text).toContain('dropped');
    expect(state.stack).toEqual(filled.stack);
  });

  test('a paste into the filter filters', () => {
    expect(topState(press(fruitApp, filled, '/', { type: 'paste', text: 'pear' }).state)).toMatchObject({
      filter: 'pear',
    });
  });
});

describe('fields, choices and confirmations', () => {
  const inField = press(fruitApp, filled, 'enter').state;

  test('letters that are keys elsewhere are text in a field', () => {
    const { state, effects } = press(fruitApp, inField, ...'q?/:rc');
    const top = topState(state) as EatState;
    expect(top.at === 'reason' && textOf(top.field)).toBe('q?/:rc');
    expect(effects).toEqual([]);
    expect(press(fruitApp, inField, 'f1').state.overlay.at).toBe('help');
  });

  const confirming = press(fruitApp, inField, ...'hungry', 'enter');

  test('a confirmation asks the terminal whether it has been shown', () => {
    expect(confirming.effects).toEqual([
      { do: 'queryCursor' },
      { do: 'after', screenId: 2, delayMs: 2000, message: { type: 'confirmation-armed', attempt: 1 } },
    ]);
  });

  test('y confirms only when armed, alone in its chunk', () => {
    expect(topState(press(fruitApp, confirming.state, 'y').state)).toMatchObject({ at: 'confirm' });
    const shown = press(fruitApp, confirming.state, { type: 'cursor-reported' });
    expect(shown.effects).toMatchObject([{ do: 'after', delayMs: 250 }]);
    const message = { type: 'confirmation-armed', attempt: 1 };
    const armed = press(fruitApp, shown.state, { type: 'screen-addressed', screenId: 2, message }).state;
    const coalesced = press(fruitApp, armed, { type: 'key', key: keyOf('y', true) }).state;
    expect(topState(coalesced)).toMatchObject({ at: 'confirm' });
    expect(coalesced.notice?.text).toContain('Several keys arrived at once');
    expect(topState(press(fruitApp, armed, { type: 'paste', text: 'y\r' }).state)).toMatchObject({
      at: 'confirm',
    });
    expect(topState(press(fruitApp, armed, 'y').state)).toMatchObject({ at: 'how' });
    const choosing = press(fruitApp, armed, 'y', 'j', 'enter', '7');
    expect(choosing.effects).toEqual([
      { do: 'pressKey', key: keyOf('j') },
      { do: 'pressKey', key: keyOf('enter') },
    ]);
  });

  test('an answer of the terminal nobody waits for changes nothing', () => {
    expect(press(fruitApp, filled, { type: 'cursor-reported' })).toEqual({ state: filled, effects: [] });
  });
});

describe('writes and leaving', () => {
  const activity = {
    id: 7,
    title: 'Eat apple',
    command: 'fruit eat apple',
    startedAt: fruitStart.now,
    progress: { at: 'running', detail: undefined },
  } as const;
  const writing = press(fruitApp, filled, { type: 'write-started', activity }).state;
  const endedWell: AppMessage = { type: 'write-ended', id: 7, screenId: 99, error: undefined };

  test('q waits for running writes and leaves when they have ended', () => {
    const waiting = press(fruitApp, writing, 'q');
    expect(waiting.effects).toEqual([]);
    expect(waiting.state.notice?.text).toContain('has ended; ctrl-c stops after the step it is in');
    expect(press(fruitApp, waiting.state, endedWell).effects).toEqual([{ do: 'quit', exitCode: 0 }]);
  });

  test('ctrl-c asks writes to stop after their step, and leaves at once the second time', () => {
    const stopping = press(fruitApp, writing, 'ctrl-c');
    expect(stopping.effects).toEqual([{ do: 'stopWrites' }]);
    expect(press(fruitApp, stopping.state, endedWell).effects).toEqual([{ do: 'quit', exitCode: 130 }]);
    expect(press(fruitApp, stopping.state, 'ctrl-c').effects).toEqual([{ do: 'quit', exitCode: 130 }]);
  });

  test('the shell is told what became of the writes that ran when the console was left', () => {
    const other: AppMessage = {
      type: 'write-started',
      activity: { ...activity, id: 8, title: 'Cook rice', goesOn: 'fruit cook --resume 8' },
    };
    const asked = press(fruitApp, writing, other, 'q').state;
    const words = { tone: 'warning', text: 'Partly eaten: apple.' } as const;
    const ended = press(fruitApp, asked, { ...endedWell, words } as AppMessage, 'ctrl-c').state;
    expect(describeLeft(ended)).toEqual([
      'Partly eaten: apple.',
      'Cook rice: left before it ended. To go on: fruit cook --resume 8',
    ]);
    expect(describeLeft(press(fruitApp, writing, endedWell, 'q').state)).toEqual([]);
  });

  test('a signal leaves with its own exit code', () => {
    expect(press(fruitApp, filled, { type: 'stop-requested', exitCode: 143 }).effects).toEqual([
      { do: 'quit', exitCode: 143 },
    ]);
  });

  test('a write whose screen is not seen any more says how it ended', () => {
    expect(press(fruitApp, writing, endedWell).state.notice).toEqual({
      tone: 'good',
      text: 'Eat apple: done.',
    });
    const error = new NotFoundError('model-not-found', 'The apple is gone.');
    const failed = press(fruitApp, writing, { ...endedWell, error } as AppMessage).state;
    expect(failed.notice).toEqual({ tone: 'bad', text: 'Eat apple: The apple is gone.' });
    expect(failed.activity[0]?.progress).toMatchObject({ at: 'failed', error });
  });
});
