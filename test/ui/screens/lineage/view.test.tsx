import { describe, expect, test } from 'vitest';
import type { LoadedLineage } from '../../../../src/core/session/load-lineage.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/lineage/update.ts';
import { LineageView } from '../../../../src/ui/screens/lineage/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import {
  documentRows,
  documentVersions,
  graphOf,
  loadedLineage,
  longChain,
  recorded,
  row,
} from '../../../support/lineage-samples.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';

const loaded: LoadedLineage = loadedLineage(
  graphOf([...documentVersions, recorded('veran:v1', { baseModel: 'majora:v3' })], ...documentRows),
  {
    'majora:v1': { state: 'deprecated' },
    'majora:v2': { state: 'deployed', aliases: ['deployed'] },
    'veran:v1': { state: 'deployed', aliases: ['deployed'] },
  },
);

function shown(value: LoadedLineage, context: Context, ...messages: readonly Message[]): State {
  const [opening] = open({ screen: 'lineage', model: 'majora' });
  const done: Message = { type: 'loadLineage/done', input: { model: 'majora' }, value };
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

const drawn = (value: LoadedLineage, context: Context, ...messages: readonly Message[]) =>
  draw(LineageView, shown(value, context, ...messages), context);

test('the tree of the document at 80 columns, and below it all that is known of a version', () => {
  const lines = drawn(loaded, contextAt(80), { type: 'moved', move: 'down' });
  expect(lines.slice(0, 5)).toEqual([
    '   STATE       VERSION',
    '   deprecated  └── v1',
    '>  deployed        ├── v2 [deployed]',
    '   completed       │   └── v3 base of 1 version elsewhere',
    '   completed       └── v2b (experimental branch)',
  ]);
  expect(lines.slice(12)).toEqual([
    '── v2 · 4 versions ─────────────────────────────────────────────────────────────',
    'Comes from v1.',
    'Descendants: v3, veran:v1; live of them: veran:v1. It is live itself under',
    'deployed.',
    'Data: oracle, toolbench, additional.',
    'Base model majora:v1. Git commit def456ghi789.',
    'Notes: Fine-tuned on additional data',
  ]);
});

test('the same in ASCII at 60 columns', () => {
  const context = contextAt(60, 15, { theme: createTheme('mono', 'ascii') });
  expect(drawn(loaded, context).slice(0, 6)).toEqual([
    '   STATE       VERSION',
    '>  deprecated  `-- v1',
    '   deployed        |-- v2 [deployed]',
    '   completed       |   `-- v3 base of 1 version elsewhere',
    '   completed       `-- v2b (experimental branch)',
    '',
  ]);
});

test('problems stand in words beside the version and in sentences below', () => {
  const graph = graphOf(
    [
      recorded('majora:v1', { parent: 'v2', gitCommit: 'aaaa111' }),
      recorded('majora:v2', { parent: 'v1' }),
      recorded('majora:v4', { parent: 'v3' }),
    ],
    row('majora:v1', { gitCommit: 'bbbb222' }),
    row('majora:v5', { parent: 'v4' }),
  );
  const value = { ...loadedLineage(graph), file: { target: 'lineage.json', problem: undefined } };
  const lines = drawn(value, contextAt(80));
  expect(lines.slice(1, 5)).toEqual([
    '>  completed   ├── v1 ! CYCLE ! CONFLICT',
    '   completed   │   └── v2 ! CYCLE',
    '   completed   └── v4 ! PARENT MISSING',
    '   -               └── v5 ! NOT REGISTERED',
  ]);
  expect(lines.slice(12, 16)).toEqual([
    '── v1 · 4 versions · 4 problems ────────────────────────────────────────────────',
    'A cycle, each comes from the next: majora v1, v2, v1.',
    'majora:v1: its git commit is aaaa111 by its record, bbbb222 by lineage.json; the',
    'record counts.',
  ]);
});

test('a lineage file that cannot be read is told with every version', () => {
  const value = { ...loaded, file: { target: 'lineage.json', problem: 'lineage.json is cut off' } };
  expect(drawn(value, contextAt(80))[13]).toBe('LINEAGE FILE: lineage.json is cut off.');
});

test('what was live before is drawn with other lines, and these are explained', () => {
  const graph = graphOf([recorded('majora:v1'), recorded('majora:v2', { previousLive: 'v1' })]);
  const lines = drawn(loadedLineage(graph), contextAt(80), { type: 'moved', move: 'down' });
  expect(lines.slice(0, 3)).toEqual([
    '   STATE       VERSION   └┄┄ live before it, no parent',
    '   completed   └── v1',
    '>  completed       └┄┄ v2',
  ]);
  expect(lines[13]).toBe('Comes from v1 (previous live version).');
});

test('where a filter tears the tree apart, each version says what it comes from', () => {
  const lines = drawn(loaded, contextAt(80), { type: 'filter-changed', text: '!initial' });
  expect(lines.slice(1, 4)).toEqual([
    '>  deployed    v2 [deployed] from v1',
    '   completed   v3 from v2 base of 1 version elsewhere',
    '   completed   v2b from v1 (experimental branch)',
  ]);
  expect(lines[12]).toMatch(/^── v2 · filter !initial: 3 of 4 ─/);
});

test('marks have a sign of their own and are named', () => {
  const lines = drawn(loaded, contextAt(80), { type: 'mark-toggled' });
  expect(lines[1]).toBe('> *deprecated  └── v1');
  expect(lines[12]).toMatch(/^── v1 · 4 versions · marked v1 ─/);
});

describe('thousands of versions', () => {
  const deep = loadedLineage(graphOf(longChain('majora', 2000, 10)));

  test('are indented until the room ends, then have their level in front', () => {
    const lines = drawn(deep, contextAt(80), { type: 'moved', move: 'half-page-down' });
    expect(lines.slice(1, 12)).toEqual([
      '   completed   └── v1',
      '   completed       └── v2',
      '   completed           └── v3',
      '   completed               └── v4',
      '   completed                   └── v5',
      '>  completed                       └── v6',
      '   completed                           └── v7',
      '   completed                               └── v8',
      '   completed                                   └── v9',
      '   completed                                       └── v10',
      '   completed                                           [11] v10.1',
    ]);
  });

  test('the last of them says how far up it goes', () => {
    const lines = drawn(deep, contextAt(80), { type: 'moved', move: 'last' });
    expect(lines[12]).toMatch(/^── v2000\.10 · 4000 versions ─/);
    expect(lines[13]).toBe('Comes from v2000. Ancestors: v2000, v1999, v1998, v1997, v1996 and 1995 more.');
  });

  test.each(everyTerminal)('fit a terminal of %s', (_, context) => {
    expectToFit(drawn(deep, context, { type: 'moved', move: 'half-page-down' }), context);
  });
});

test.each(everyTerminal)('long and wide names fit a terminal of %s', (_, context) => {
  const graph = graphOf([
    recorded(`majora:${longName}`, { notes: longReason, dataSources: [wideName, longReason] }),
    recorded(`majora:${wideName}`, { parent: longName, notes: longReason }),
  ]);
  const value = loadedLineage(graph, { [`majora:${longName}`]: { aliases: [longName, wideName] } });
  expectToFit(drawn(value, context), context);
});

test('loading, failing and an empty model are said', () => {
  const context = contextAt(80);
  const [opening] = open({ screen: 'lineage', model: 'majora' });
  expect(draw(LineageView, opening, context)).toEqual(['Reading where the versions of majora come from']);
  expect(drawn(loadedLineage(graphOf([])), context)).toEqual(['majora has no version.']);
});
