import { expect, test } from 'vitest';
import type { EvidenceFile } from '../../../src/core/evidence/evidence-file.ts';
import type { RuleResult } from '../../../src/core/gate/report.ts';
import { mayStandIn } from '../../../src/core/session/unbound-word.ts';
import { policyOf, sourceOf, thresholdRule } from '../../support/gate-policies.ts';
import { sampleReport } from '../../support/sample-report.ts';

const rules = [
  thresholdRule('main', 'groundedness', '>=', 3),
  thresholdRule('smoke', 'groundedness', '>=', 3),
];
const policy = policyOf([sourceOf('main', 'summary'), sourceOf('smoke', 'summary')], rules);
const accepted = { word: 'PASS', consent: 'accepted' } as const;

type State = EvidenceFile['state'];

function reportOf(verdicts: readonly RuleResult['verdict'][]) {
  const [sample] = sampleReport().rules;
  const results = rules.flatMap(({ id }, at) =>
    sample === undefined ? [] : [{ ...sample, id, verdict: verdicts[at] ?? 'PASS' }],
  );
  return sampleReport({ verdict: 'ERROR', rules: results });
}

function evidenceOf(states: readonly State[]): readonly EvidenceFile[] {
  return ['main', 'smoke'].map((source, at): EvidenceFile => {
    const name = `${source}.json`;
    const state = states[at] ?? 'read';
    if (state === 'missing') return { source, state, name };
    if (state === 'unusable') return { source, state, name, problem: 'torn' };
    const file = { name, value: {}, sha256: '0'.repeat(64), sizeBytes: 2, writtenAt: '', path: `/${name}` };
    return { source, state, file, repeats: [] };
  });
}

test.each<{
  readonly name: string;
  readonly verdicts: readonly RuleResult['verdict'][];
  readonly states: readonly State[];
  readonly stands: boolean;
}>([
  { name: 'what is there passes', verdicts: ['PASS', 'ERROR'], states: ['read', 'missing'], stands: true },
  { name: 'nothing is there', verdicts: ['ERROR', 'ERROR'], states: ['missing', 'missing'], stands: true },
  { name: 'what is there fails', verdicts: ['FAIL', 'ERROR'], states: ['read', 'missing'], stands: false },
  {
    name: 'what is there says nothing',
    verdicts: ['INCONCLUSIVE', 'ERROR'],
    states: ['read', 'missing'],
    stands: false,
  },
  { name: 'a file is torn', verdicts: ['PASS', 'ERROR'], states: ['read', 'unusable'], stands: false },
  { name: 'all is there', verdicts: ['PASS', 'FAIL'], states: ['read', 'read'], stands: false },
])('a PASS of a status file where $name: $stands', ({ verdicts, states, stands }) => {
  expect(mayStandIn(accepted, reportOf(verdicts), policy, evidenceOf(states))).toBe(stands);
});

test.each(['FAIL', 'PASSED', 'PASS WITH WARNINGS', ''])('the word %j never stands in', word => {
  const nothing = evidenceOf(['missing', 'missing']);
  expect(mayStandIn({ ...accepted, word }, reportOf(['ERROR', 'ERROR']), policy, nothing)).toBe(false);
});
