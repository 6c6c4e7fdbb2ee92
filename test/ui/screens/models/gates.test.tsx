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
