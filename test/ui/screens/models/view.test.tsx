import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { RegistryIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { draw } from './draw.tsx';
import { everyTerminal, expectToFit } from './fits.ts';
import {
  contextAt,
  latestPointer,
  modelIndex,
  overviewOf,
  registryIndex,
  statusOf,
} from './sample-registry.ts';
import { driftedModel, rolledBackModel, troubledRegistry } from './samples.ts';

function shown(registry: RegistryIndex, context: Context, filter = ''): State {
  const [state] = update(
    open()[0],
    { type: 'loadOverview/done', input: {}, value: overviewOf(registry) },
    context,
  );
  return update(state, { type: 'filter-changed', text: filter }, context)[0];
}

describe('the models at 80 columns', () => {
  const context = contextAt(80);

  test('say what is live, since when, by whom, and what state each is in', () => {
    expect(draw(ModelsView, shown(troubledRegistry(), context), context)).toEqual([
      '  MODEL            STATE       LIVE        SINCE  BY        VERS  TREND     GATE',
      '> frontshift-rag   DRIFT       latest v1       -  -            3  ▄▁ █      none',
      '  half-written     INCOMPLETE  latest v2      5h  anna@ex…     2  ▄▁ █      none',
      '  bad-history      DAMAGED     latest v1      5h  anna@ex…     1  ▄▁ █      none',
      '  held-model       HELD        latest v2      5h  anna@ex…     2  ▄▁ █      none',
      '  本番検索モデル   ok          latest v2      5h  alice@e…     3  ▄▁ █      none',
      '  a-model-whose-…  ok          latest v12     5h  anna@ex…    12  ▄▁ █      none',
      '  never-live       not live    -               -  -            1  ▄▁ █      -',
      '',
      '',
      '',
      '',
      '── frontshift-rag, 3 versions ──────────────────────────────────────────────────',
      '✗ frontshift-rag_latest says v1, history says v2.',
      '  Another program moved it. Press A to keep it or to put it back.',
      'latest is v1; by whom and since when is not on record.',
      'The trend is groundedness, 4.12 in the newest version.',
    ]);
  });

  test('a pointer without a history has a word of its own, and the advice does not say that nothing is written', () => {
    const bare = modelIndex('rag', 2, { pointers: [latestPointer('rag', 'v2')] });
    const lines = draw(ModelsView, shown(registryIndex([bare]), context), context);
    expect(lines[1]).toMatch(/^> rag +NO HISTORY +latest v2 /);
    expect(lines.slice(-6)).toEqual([
      '✗ There is no history yet though rag_latest stands: it was lost, or another',
      '  program made that.',
      '  If it was lost, restore .lastgood/history from a backup.',
      '  Else the next write records what stands, and goes on from there.',
      'latest is v2; by whom and since when is not on record.',
      'The trend is groundedness, 4.12 in the newest version.',
    ]);
  });

  test('below the list stands what is live under the selected model, and why', () => {
    const [healthy] = troubledRegistry().models.slice(4);
    const lines = draw(ModelsView, shown(registryIndex(healthy ? [healthy] : []), context), context);
    expect(lines.slice(-5)).toEqual([
      '── 本番検索モデル, 3 versions ──────────────────────────────────────────────────',
      'latest is v2 since 2026-11-21 03:10 UTC (5h), rolled back by alice@example.org:',
      'INC-42 回答に幻覚が多い: support reported invented refund rules in every third',
      'answer since the release of Thursday evening',
      'The trend is groundedness, 4.12 in the newest version.',
    ]);
  });

  test('the filter stays visible, and how to clear it where nothing fits', () => {
    const some = draw(ModelsView, shown(troubledRegistry(), context, 'held'), context);
    expect(some).toContain(
      '── held-model, 2 versions · filter held: 1 of 7 ────────────────────────────────',
    );
    const none = draw(ModelsView, shown(troubledRegistry(), context, 'zzz'), context);
    expect(none[1]).toBe('  No model fits zzz. esc clears the filter.');
  });
});

test('at 60 columns model, state, what is live, since when and the gate are left', () => {
  const context = contextAt(60, 15);
  expect(draw(ModelsView, shown(troubledRegistry(), context), context)).toEqual([
    '  MODEL                  STATE       LIVE        SINCE  GATE',
    '> frontshift-rag         DRIFT       latest v1       -  none',
    '  half-written           INCOMPLETE  latest v2      5h  none',
    '  bad-history            DAMAGED     latest v1      5h  none',
    '  held-model             HELD        latest v2      5h  none',
    '  本番検索モデル         ok          latest v2      5h  none',
    '── frontshift-rag, 3 versions ──────────────────────────────',
    '✗ frontshift-rag_latest says v1, history says v2.',
    '  Another program moved it. Press A to keep it or to put it',
    '  back.',
    '(2 more lines in a taller window)',
  ]);
});

test('a trend marks what the gate would not let pass, and says what it wants', () => {
  const context = contextAt(80);
  const overview = overviewOf(registryIndex([rolledBackModel('support-rag')]));
  const models = overview.models.map(model => ({
    ...model,
    trend: [3.9, 2.5, 4.1, 2.9],
    trendThresholds: [{ operator: '>=', threshold: 3 } as const],
  }));
  const done: Message = { type: 'loadOverview/done', input: {}, value: { ...overview, models } };
  const lines = draw(ModelsView, update(open()[0], done, context)[0], context);
  expect(lines[1]).toContain(' ▇▁!█▃! ');
  expect(lines).toContain('The trend is groundedness, 2.9 in the newest version; the gate wants ≥ 3.');
});

test('in ASCII nothing but ASCII is drawn', () => {
  const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  const drawn = draw(ModelsView, shown(registryIndex([driftedModel('support-rag')]), context), context);
  expect(drawn.join('')).toMatch(/^[ -~]*$/);
  expect(drawn).toContain('x support-rag_latest says v1, history says v2.');
});

describe('every concern is explained with what to do', () => {
  const context = contextAt(80);
  test.each([
    ['frontshift-rag', 'Press A to keep it or to put it back'],
    ['half-written', 'Press R to roll back to a version that is whole'],
    ['bad-history', 'What can be done says, in a shell: lastgood doctor'],
    ['held-model', 'To release it type :release held-model'],
  ])('%s', (name, advice) => {
    const index = troubledRegistry().models.find(model => model.model === name);
    const registry = registryIndex(index ? [index] : []);
    expect(index && statusOf(index).concerns).not.toEqual([]);
    expect(draw(ModelsView, shown(registry, context), context).join(' ')).toContain(advice);
  });
});

test('a text with control characters from a history is made harmless', () => {
  const index = driftedModel('support-rag');
  const entries = index.entries.map(stored => ({
    ...stored,
    entry: { ...stored.entry, actor: '\u001B[2Jevil', reason: '\u202Etxt' },
  }));
  const context = contextAt(120);
  const drawn = draw(ModelsView, shown(registryIndex([{ ...index, entries }]), context), context).join('\n');
  expect(drawn).not.toContain('\u001B');
  expect(drawn).not.toContain('\u202E');
});

describe('before and without models', () => {
  const context = contextAt(80);

  test('while reading it says so', () => {
    expect(draw(ModelsView, open()[0], context)).toEqual(['Reading the models of prod-eu']);
  });

  test('an empty registry says how to register, and what else is there', () => {
    const strangers = [{ name: 'notes', why: 'not a version folder' }];
    const drawn = draw(ModelsView, shown(registryIndex([], { strangers }), context), context);
    expect(drawn).toEqual([
      'There is no model in prod-eu yet.',
      'Register the first version with: lastgood register MODEL --results DIR',
      'It shows up here by itself; x opens another registry.',
      'Found here, and no model:',
      '  notes: not a version folder',
    ]);
  });

  test('a failure says what happened and what to do', () => {
    const error = new UnavailableError(
      'file-system-failed',
      `There is no folder /srv/${'long/'.repeat(20)}.`,
      {
        hint: 'Mount it again.',
      },
    );
    const drawn = draw(ModelsView, { at: 'failed', filter: '', error }, context);
    expect(drawn[0]).toBe('There is no folder');
    expect(drawn.slice(-2)).toEqual(['Mount it again.', 'r tries again.']);
  });

  test('what is wrong with the registry itself stands on top', () => {
    const drawn = draw(
      ModelsView,
      shown(registryIndex([driftedModel('support-rag')], { adoption: 'too-new' }), context),
      context,
    );
    expect(drawn[0]).toBe('A newer lastgood wrote here; this one may only read.');
  });
});

test.each(everyTerminal)('the models fit %s', (_, context) => {
  for (const filter of ['', 'rag', 'zzz']) {
    const state = shown(troubledRegistry(), context, filter);
    expectToFit(draw(ModelsView, state, context), context);
    expectToFit(
      draw(ModelsView, update(state, { type: 'moved', move: 'last' }, context)[0], context),
      context,
    );
  }
});
