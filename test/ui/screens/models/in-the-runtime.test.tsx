import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import { compareVersions } from '../../../../src/core/diff/compare-versions.ts';
import { buildLineage } from '../../../../src/core/lineage/build-lineage.ts';
import { displayWidth } from '../../../../src/ui/format/display-width.ts';
import type { AppDefinition, AppMessage, AppState } from '../../../../src/ui/runtime/app-state.ts';
import { Frame } from '../../../../src/ui/runtime/chrome/frame.tsx';
import { startApp } from '../../../../src/ui/runtime/reduce-app.ts';
import { activityScreen } from '../../../../src/ui/screens/activity/activity-screen.ts';
import { diffScreen } from '../../../../src/ui/screens/diff/diff-screen.ts';
import { historyScreen } from '../../../../src/ui/screens/history/history-screen.ts';
import { modelsScreen } from '../../../../src/ui/screens/models/models-screen.ts';
import { registriesScreen } from '../../../../src/ui/screens/registries/registries-screen.ts';
import { versionScreen } from '../../../../src/ui/screens/version/version-screen.ts';
import { versionsScreen } from '../../../../src/ui/screens/versions/versions-screen.ts';
import { fruitStart } from '../../runtime/fruit-app.tsx';
import { press } from '../../runtime/press.ts';
import {
  loadedVersions,
  modelIndex,
  overviewOf,
  readAt,
  registryIndex,
  versionOf,
} from './sample-registry.ts';
import { rolledBackModel, wideName } from './samples.ts';

const app: AppDefinition = {
  name: 'lastgood',
  screens: [
    modelsScreen,
    versionsScreen,
    versionScreen,
    diffScreen,
    historyScreen,
    activityScreen,
    registriesScreen,
  ],
  verbs: [],
  home: { screen: 'models' },
};

const models = ['support-rag', wideName].map(rolledBackModel);
const loaded = loadedVersions(models[0] ?? modelIndex('support-rag', 3));

/** Answers to everything the screens ask, sent to whoever is on top. */
const answers: Readonly<Record<string, unknown>> = {
  loadOverview: overviewOf(registryIndex(models)),
  loadVersions: loaded,
  loadModel: loaded,
  loadVersion: { loaded, version: loaded.versions[0] },
  compareVersions: {
    comparison: compareVersions(versionOf('support-rag', 'v1'), versionOf('support-rag', 'v2')),
    readAt,
  },
  loadLineage: {
    index: loaded.index,
    graph: buildLineage({ versions: loaded.versions, file: undefined }),
    standings: new Map(),
    file: undefined,
  },
  loadWeights: [],
  loadEndpoints: { answers: [], problem: undefined },
  loadDeployments: { deployments: [], unreadable: [] },
  loadOutbox: { state: 'off', items: [], unreadable: [], room: 'some', keptBecause: undefined },
  listRegistries: [{ name: 'prod-eu', place: '/srv/models_registry', isOpen: true }],
};

/** Presses keys one by one, each question answered before the next key. */
function pressed(columns: number, rows: number, ...keys: readonly string[]): AppState {
  const [started, asked] = startApp(app, { ...fruitStart, size: { columns, rows } });
  const settle = (state: AppState, effects: typeof asked): AppState =>
    effects.reduce((current, effect) => {
      if (effect.do !== 'run') return current;
      const message = { type: `${effect.run}/done`, input: effect.input, value: answers[effect.run] };
      const addressed: AppMessage = { type: 'screen-addressed', screenId: effect.screenId, message };
      return press(app, current, addressed).state;
    }, state);
  return keys.reduce(
    (state, key) => {
      const next = press(app, state, key);
      return settle(next.state, next.effects);
    },
    settle(started, asked),
  );
}

function frameOf(state: AppState): readonly string[] {
  const drawn = renderToString(<Frame app={app} state={state} send={() => undefined} />, {
    columns: state.size.columns,
  });
  return drawn.split('\n').map(line => line.trimEnd());
}

describe('the way through the console', () => {
  test('begins at the models, with the keys that matter at the bottom', () => {
    const lines = frameOf(pressed(80, 24));
    expect(lines[1]).toBe('models');
    expect(lines.at(-1)).toBe(
      'enter Versions  R Roll back  P Promote  D Deploy  h History  ? 6 more  q Quit',
    );
  });

  test('goes from a model to its versions to one of them, and back to where it was', () => {
    const there = pressed(80, 24, 'enter', 'G', 'enter');
    expect(frameOf(there)[1]).toBe('models / support-rag / v1');
    const back = press(app, there, 'escape').state;
    expect(frameOf(back)[1]).toBe('models / support-rag');
    expect(frameOf(back).find(line => line.startsWith('>'))).toContain(' v1 ');
  });

  test('marks two versions and compares them', () => {
    const lines = frameOf(pressed(80, 24, 'enter', 'j', 'space', 'j', 'space', 'd'));
    expect(lines[1]).toBe('models / support-rag / diff v1 v2');
  });

  test.each([
    ['h', 'models / history'],
    ['x', 'models / registries'],
    ['a', 'models / activity'],
  ])('%s leads to %s', (key, breadcrumb) => {
    expect(frameOf(pressed(80, 24, key))[1]).toBe(breadcrumb);
  });

  test('a disabled key says why', () => {
    expect(frameOf(pressed(80, 24, 'A')).at(-2)).toBe('support-rag has not drifted.');
  });

  test('the filter narrows the list and escape clears it', () => {
    const typed = pressed(80, 24, '/', '!', 's', 'u', 'p', 'enter');
    expect(frameOf(typed)[3]).toMatch(new RegExp(`^> ${wideName}`));
    expect(frameOf(press(app, typed, 'escape').state)[3]).toMatch(/^ {2}support-rag/);
  });
});

test.each([
  [60, 15],
  [80, 24],
  [120, 40],
])('every screen fills exactly a terminal of %i x %i', (columns, rows) => {
  const ways = [
    [],
    ['enter'],
    ['enter', 'enter'],
    ['enter', 'd'],
    ['h'],
    ['h', 'enter'],
    ['x'],
    ['a'],
    ['enter', '?'],
  ];
  for (const way of ways) {
    const lines = frameOf(pressed(columns, rows, ...way));
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});
