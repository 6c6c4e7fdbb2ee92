import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findCursorPlace } from '../../../src/ui/runtime/cursor-place.ts';
import { defineHandlers } from '../../../src/ui/runtime/effect-handler.ts';
import { runConsole } from '../../../src/ui/runtime/run-console.tsx';
import type { TerminalInput } from '../../../src/ui/terminal/key.ts';
import type { CellPlace } from '../../../src/ui/terminal/pen.ts';
import type { TerminalListener, TerminalSession } from '../../../src/ui/terminal/terminal-session.ts';
import { eventually } from '../../support/eventually.ts';
import type { FruitOperations } from './fruit-app.tsx';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { keyOf } from './press.ts';

/** A session that keeps what it is shown, and a console running on it. */
function runFruit() {
  const shown: { frame: string; cursor: CellPlace }[] = [];
  const did: string[] = [];
  const eaten: string[] = [];
  let listener: TerminalListener | undefined;
  const tell = (...inputs: readonly TerminalInput[]) => {
    for (const input of inputs) listener?.onInput(input);
  };
  const session: TerminalSession = {
    size: () => ({ columns: 80, rows: 24 }),
    enter: entered => {
      listener = entered;
    },
    leave: () => did.push('leave'),
    write: (frame, cursor) => shown.push({ frame, cursor }),
    queryCursor: async () => {
      queueMicrotask(() => tell({ type: 'cursor-reported' }));
      return true;
    },
    suspend: () => did.push('suspend'),
    copy: text => (text === 'fig' ? { type: 'sent' } : { type: 'refused', reason: 'Too long.' }),
  };
  const handlers = defineHandlers<FruitOperations>({
    loadFruit: { kind: 'read', run: async () => ['apple', 'fig'] },
    eatFruit: {
      kind: 'write',
      describe: ({ fruit }) => ({ title: `Eat ${fruit}`, command: `fruit eat ${fruit}` }),
      run: async ({ fruit }) => {
        eaten.push(fruit);
        return fruit;
      },
    },
  });
  const { surroundings } = fruitStart;
  const ended = runConsole({ app: fruitApp, surroundings, handlers, session, clock: () => fruitStart.now });
  const screen = () => stripVTControlCharacters(shown.at(-1)?.frame ?? '');
  const type = (...names: readonly string[]) =>
    tell(...names.map(name => ({ type: 'key', key: keyOf(name, names.length > 1) }) as const));
  const signal = () => listener?.onSignal('SIGTERM');
  const resize = (columns: number, rows: number) => listener?.onResize({ columns, rows });
  return { ended, shown, did, eaten, screen, type, signal, resize };
}

describe('a console on a terminal', () => {
  test('confirms with a real key only after what it confirms was shown, and gives a choice its keys', async () => {
    const { ended, did, eaten, screen, type } = runFruit();
    await eventually(() => expect(screen()).toContain('> apple'));
    type('j', 'enter');
    type(...'hungry', 'enter');
    type('y');
    await eventually(() => expect(screen()).toContain('Not yet'));
    await eventually(() => {
      type('y');
      expect(screen()).toContain('> Raw');
    });
    type('j', 'enter');
    await eventually(() => expect(eaten).toEqual(['fig']));
    type('q');
    await expect(ended).resolves.toBe(0);
    expect(did).toEqual(['leave']);
  });

  test('draws in the size the terminal has become', async () => {
    const { ended, shown, screen, type, resize } = runFruit();
    await eventually(() => expect(screen()).toContain('fig'));
    resize(100, 30);
    await eventually(() => expect(shown.at(-1)?.frame.split('\n')).toHaveLength(30));
    await eventually(() => expect(screen()).toContain('lastgood · prod-eu'));
    resize(40, 10);
    await eventually(() => expect(screen()).toContain('need 60, have 40'));
    type('q');
    await expect(ended).resolves.toBe(0);
  });

  test('tells what became of a copy, suspends, and ends by signal with its code', async () => {
    const { ended, did, screen, type, signal } = runFruit();
    await eventually(() => expect(screen()).toContain('fig'));
    type('c');
    await eventually(() => expect(screen()).toContain('Too long.'));
    type('j', 'c');
    await eventually(() => expect(screen()).toContain('Sent to the clipboard: fig'));
    type('ctrl-z');
    signal();
    await expect(ended).resolves.toBe(143);
    expect(did).toEqual(['suspend', 'leave']);
  });
});

test('the cursor of the terminal rests on the field, the selected row, or the last row', () => {
  expect(findCursorPlace('head\nName: 梨\u001B[7m \u001B[27m\n> row', '>')).toEqual({ row: 1, column: 8 });
  expect(findCursorPlace('head\n  one\n\u001B[1m> \u001B[22mtwo', '>')).toEqual({ row: 2, column: 0 });
  expect(findCursorPlace('head\nfoot', '>')).toEqual({ row: 1, column: 0 });
});
