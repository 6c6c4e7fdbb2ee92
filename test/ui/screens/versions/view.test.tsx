import { describe, expect, test } from 'vitest';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/versions/update.ts';
import { VersionsView } from '../../../../src/ui/screens/versions/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { gatedFact, judgedModel } from '../gate/sample-gate.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt, loadedVersions, modelIndex } from '../models/sample-registry.ts';
import { longName, longReason, rolledBackModel, wideName } from '../models/samples.ts';

const [opening] = open({ screen: 'versions', model: 'rag' });

function shown(value: LoadedVersions, context: Context, ...messages: readonly Message[]): State {
  const loaded: Message = { type: 'loadVersions/done', input: { model: 'rag' }, value };
  return [loaded, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

const support = loadedVersions(rolledBackModel('support-rag'), version =>
  version === 'v3' ? { parent: 'v2', notes: longReason, tags: ['gguf'] } : {},
);

test('at 80 columns state, aliases, hold, age and three metrics are seen', () => {
  const context = contextAt(80);
  const lines = draw(VersionsView, shown(support, context), context);
  expect(lines.slice(0, 4)).toEqual([
    '   VERSION    STATE       ALIASES   HOLD    AGE  groundedness  answer_…  halluc…',
    '>  v3         deprecated            HELD     2d           3.9       4.1     0.12',
    '   v2         deployed    latest             2d           3.9       4.1     0.12',
    '   v1         deprecated                     2d           3.9       4.1     0.12',
  ]);
  expect(lines.slice(14)).toEqual([
    '── v3 · 3 versions ─────────────────────────────────────────────────────────────',
    'HELD since 2026-11-21 03:10 UTC by alice@example.org: INC-42 回答に幻覚が多い:',
    'support reported invented refund rules in every third answer since the release',
    'of Thursday evening',
    'ROLLED BACK: that ended its last time live.',
    'Not live. Created 2026-11-18 10:00 UTC (2d). Made from v2.',
  ]);
});

test('at 60 columns the most telling metric is left', () => {
  const context = contextAt(60, 15);
  expect(draw(VersionsView, shown(support, context), context).slice(0, 4)).toEqual([
    '   VERSION    STATE       ALIASES   HOLD    AGE  groundedne…',
    '>  v3         deprecated            HELD     2d          3.9',
    '   v2         deployed    latest             2d          3.9',
    '   v1         deprecated                     2d          3.9',
  ]);
});

test('at 120 columns the parent is seen too', () => {
  const context = contextAt(120, 40);
  expect(draw(VersionsView, shown(support, context), context)[1]).toBe(
    '>  v3         deprecated            HELD     2d           3.9               4.1                 0.12  v2',
  );
});

test('where a policy is bound, each version says how it stands with the gate', () => {
  const context = contextAt(80);
  const judged = judgedModel([
    gatedFact(),
    gatedFact({ version: 'v1', verdict: 'PASS', policySha256: '0'.repeat(64) }),
  ]);
  expect(draw(VersionsView, shown(judged, context), context).slice(0, 4)).toEqual([
    '   VERSION    STATE       ALIASES     AGE  GATE        ground…  answer…  halluc…',
    '>  v3         completed                2d  ERROR           3.9      4.1     0.12',
    '   v2         deployed    latest       2d  unjudged        3.9      4.1     0.12',
    '   v1         completed                2d  PASS stale      3.9      4.1     0.12',
  ]);
});

test('the gate of another alias is named in its heading', () => {
  const context = contextAt(120, 40);
  const judged = judgedModel([gatedFact({ alias: 'Production' })], 'none');
  expect(draw(VersionsView, shown(judged, context), context)[0]).toContain('GATE Produc…');
});

test('marks have a sign of their own and are named', () => {
  const context = contextAt(80);
  const lines = draw(VersionsView, shown(support, context, { type: 'mark-toggled' }), context);
  expect(lines[1]).toMatch(/^> \*v3 /);
  expect(lines[14]).toMatch(/^── v3 · 3 versions · marked v3 ─/);
});

test('a version that was rolled back says so', () => {
  const context = contextAt(80);
  const lines = draw(
    VersionsView,
    shown(support, context, { type: 'filter-changed', text: 'rolled back' }),
    context,
  );
  expect(lines[1]).toContain('v3');
  const wide = contextAt(120, 40);
  expect(draw(VersionsView, shown(support, wide), wide)).toContain(
    'ROLLED BACK: that ended its last time live.',
  );
});

describe('a version that is not whole', () => {
  const context = contextAt(80);

  test('incomplete is said in words', () => {
    const index = { ...modelIndex('rag', 1), versions: [{ version: 'v1', whole: 'incomplete' as const }] };
    const lines = draw(VersionsView, shown(loadedVersions(index), context), context);
    expect(lines[1]).toBe('>  v1         INCOMPLETE                -');
    expect(lines).toContain(
      'INCOMPLETE: metadata.json is not there; it is still being written, or never will',
    );
  });

  test('damaged is said with what is wrong', () => {
    const value = loadedVersions(modelIndex('rag', 1));
    const damaged: LoadedVersions = {
      ...value,
      versions: [{ model: 'rag', version: 'v1', whole: 'damaged', problem: 'metadata.json is empty' }],
    };
    const lines = draw(VersionsView, shown(damaged, context), context);
    expect(lines[1]).toContain('DAMAGED');
    expect(lines).toContain('DAMAGED: metadata.json is empty. It cannot become live.');
  });
});

test('reading many versions shows how far it is', () => {
  const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  const progress: Message = {
    type: 'loadVersions/progress',
    input: { model: 'rag' },
    progress: { done: 5000, total: 10_000 },
  };
  expect(draw(VersionsView, update(opening, progress, context)[0], context)).toEqual([
    'Reading the versions of rag: 5000 of 10000',
    `${'#'.repeat(27)}${'.'.repeat(28)}  50%`,
  ]);
});

test('a model name that was typed is made safe', () => {
  const context = contextAt(80);
  const [state] = open({ screen: 'versions', model: 'a\u001B[2Jb' });
  expect(draw(VersionsView, state, context)).toEqual(['Reading the versions of a^[[2Jb']);
});

test('of ten thousand versions only those in the window are drawn', () => {
  const context = contextAt(120, 40);
  const state = shown(loadedVersions(modelIndex('rag', 10_000)), context, { type: 'moved', move: 'last' });
  const lines = draw(VersionsView, state, context);
  expect(lines).toHaveLength(31);
  expect(lines[28]).toMatch(/^> {2}v1 /);
});

test.each(everyTerminal)('the versions fit %s', (_, context) => {
  for (const name of [longName, wideName]) {
    const value = loadedVersions(rolledBackModel(name), () => ({ parent: wideName, notes: longReason }));
    for (const text of ['', 'v3', 'zzz']) {
      const state = shown(value, context, { type: 'filter-changed', text }, { type: 'mark-toggled' });
      expectToFit(draw(VersionsView, state, context), context);
    }
  }
});
