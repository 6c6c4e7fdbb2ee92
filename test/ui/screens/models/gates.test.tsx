import { expect, test } from 'vitest';
import { noGate } from '../../../../src/core/history/entry.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import type { RegistryOverview } from '../../../../src/core/session/load-overview.ts';
import { open, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import { gatedFact, judgedModel } from '../gate/sample-gate.ts';
import { draw } from './draw.tsx';
import { chainOf, contextAt, loadedVersions, modelIndex } from './sample-registry.ts';

const context = contextAt(80);

function drawn(loaded: LoadedVersions): readonly string[] {
  const { index, status, policies } = loaded;
  const row = { status, policies, trendMetric: undefined, trend: [], trendThresholds: [] };
  const value: RegistryOverview = { index, models: [row] };
  const [state] = update(open()[0], { type: 'loadOverview/done', input: {}, value }, context);
  return draw(ModelsView, state, context);
}

test('what is live says how it stands with the gate, and since when', () => {
  const lines = drawn(judgedModel([gatedFact({ version: 'v2', verdict: 'PASS' })]));
  expect(lines[1]).toMatch(/PASS$/);
  expect(lines).toContain('Gate of latest: v2 PASS by rag, judged 3h ago by ci@example.org.');
});

test('a verdict that counts no more is not shown as a pass', () => {
  const lines = drawn(
    judgedModel([gatedFact({ version: 'v2', verdict: 'PASS', policySha256: '0'.repeat(64) })]),
  );
  expect(lines[1]).toMatch(/PASS stale$/);
  expect(lines).toContain('Gate of latest: v2 PASS by rag, judged 3h ago by ci@example.org; stale: the');
});

test('of several aliases the worst is seen in the list, and each in the panel', () => {
  const entries = chainOf('rag', [
    { moves: [{ alias: 'latest', from: null, to: 'v2' }] },
    { moves: [{ alias: 'Production', from: null, to: 'v1' }] },
    {
      action: 'gate',
      moves: [],
      facts: [gatedFact({ version: 'v1', alias: 'Production', verdict: 'FAIL' })],
    },
  ]);
  const { policies } = judgedModel([]);
  const lines = drawn(loadedVersions(modelIndex('rag', 2, { entries }), () => ({}), policies));
  expect(lines[1]).toMatch(/FAIL \+1$/);
  expect(lines).toContain('Gate of latest: v2 not judged by rag yet.');
  expect(lines).toContain('Gate of Production: v1 FAIL by rag, judged 3h ago by anna@example.com.');
});

test('an override stays in sight', () => {
  const entries = chainOf('rag', [
    {
      moves: [{ alias: 'latest', from: null, to: 'v2' }],
      gate: { ...noGate, verdict: 'FAIL', overridden: true },
    },
  ]);
  const lines = drawn(loadedVersions(modelIndex('rag', 2, { entries })));
  expect(lines[1]).toMatch(/overridden$/);
  expect(lines).toContain('Gate of latest: v2 NONE, no policy is bound, made live by overriding the gate.');
});

test.each([60, 80, 100, 120])(
  'at %i columns the trend is drawn whole for its room, or not at all',
  columns => {
    const where = contextAt(columns);
    const { index, status, policies } = judgedModel([gatedFact({ version: 'v2', verdict: 'PASS' })]);
    const trend = Array.from({ length: 30 }, (_, place) => 3 + place / 10);
    const trendThresholds = [{ operator: '>=', threshold: 5.5 }] as const;
    const row = { status, policies, trendMetric: 'groundedness', trend, trendThresholds };
    const value: RegistryOverview = { index, models: [row] };
    const [state] = update(open()[0], { type: 'loadOverview/done', input: {}, value }, where);
    const [headings = '', line = ''] = draw(ModelsView, state, where);
    expect(line).not.toMatch(/[▁-█!]…/);
    expect(/█/.test(line)).toBe(headings.includes('TREND'));
    expect(line).toContain('PASS');
  },
);
