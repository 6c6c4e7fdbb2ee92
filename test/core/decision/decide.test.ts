import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decision, type DeployedScore, decide } from '../../../src/core/decision/decide.ts';
import { forceDeploy } from '../../../src/core/decision/force-deploy.ts';
import { defaultWeights } from '../../../src/core/decision/weights.ts';
import { documentedMetrics, readingsOf } from '../../support/metric-readings.ts';

function deployed(version: string, score: number, live = true): DeployedScore {
  return { version, score, live };
}

function decideOne(
  score: number | readonly number[],
  history: readonly DeployedScore[],
  minImprovement = 0.001,
): Decision {
  return decide({
    weights: { m: 1 },
    minImprovement,
    readMetric: readingsOf({ m: score }),
    deployed: history,
  });
}

test('the first model is deployed', () => {
  const decision = decide({
    weights: defaultWeights,
    minImprovement: 0.001,
    readMetric: readingsOf(documentedMetrics),
    deployed: [],
  });
  expect(decision).toMatchObject({
    outcome: 'deploy',
    verdict: 'PASS',
    reason: 'The first model, with a score of 0.257865.',
    best: null,
    improvement: null,
    improvementRatio: null,
    noiseBand: null,
    forced: false,
  });
});

test.each([
  ['a lower one', 0.7, 0.001, 'skip'],
  ['an equal one', 0.8, 0.001, 'skip'],
  ['an equal one where nothing is asked', 0.8, 0, 'skip'],
  ['one that is better by exactly the least improvement', 0.85, 0.05, 'skip'],
  ['one that is better by a little less', 0.8499, 0.05, 'skip'],
  ['one that is better by a little more', 0.8501, 0.05, 'deploy'],
  ['any better one where nothing is asked', 0.8000001, 0, 'deploy'],
] as const)('after a score of 0.8, %s (%d, at least %d) ends in %s', (_, score, least, outcome) => {
  const decision = decideOne(score, [deployed('v1', 0.8)], least);
  expect([decision.outcome, decision.verdict]).toEqual([outcome, outcome === 'deploy' ? 'PASS' : 'FAIL']);
});

test('the improvement is given absolute and relative', () => {
  const decision = decideOne(0.3, [deployed('v1', 0.25)]);
  expect(decision.improvement).toBeCloseTo(0.05, 12);
  expect(decision.improvementRatio).toBeCloseTo(0.2, 12);
  expect(decision.reason).toBe(
    '0.300000 is better than the best so far, v1 with 0.250000, by 0.050000 (20%), which is more than 0.001.',
  );
});

test.each([
  [0.3010000004, 'by 0.0510000004 (20.4%), which is more than 0.051.', 0.051],
  [0.2510000004, 'by 0.0010000004 (0.4%), which is more than 0.001.', 0.001],
  [0.2509999996, 'by 0.0009999996 (0.4%); it must be more than 0.001.', 0.001],
  [0.251, 'by 0.001000 (0.4%); it must be more than 0.001.', 0.001],
])(
  'a score of %d after 0.25 is told with the digits that tell it from what is asked',
  (score, words, least) => {
    expect(decideOne(score, [deployed('v1', 0.25)], least).reason).toContain(words);
  },
);

test('two scores that differ are told with the digits that differ', () => {
  expect(decideOne(0.2578651, [deployed('v1', 0.2578652)]).reason).toBe(
    '0.2578651 is lower than the best so far, v1 with 0.2578652.',
  );
  expect(decideOne(0.1 + 0.2, [deployed('v1', 0.3)]).reason).toBe(
    '0.300000 is no better than the best so far, v1 with 0.300000.',
  );
});

test('noise is told with the digits that tell it from the improvement', () => {
  expect(decideOne([0.26, 0.2700000002], [deployed('v1', 0.25)]).reason).toContain(
    'by 0.0100000000 (4%); that is within the noise of the repeat runs, 0.0100000002.',
  );
});

test('there is no relative improvement over a score of 0, and that of a negative one is by its size', () => {
  expect(decideOne(0.3, [deployed('v1', 0)])).toMatchObject({ outcome: 'deploy', improvementRatio: null });
  expect(decideOne(-0.5, [deployed('v1', -1)])).toMatchObject({ outcome: 'deploy', improvementRatio: 0.5 });
});

test('the bar is the best that was deployed, live or not', () => {
  const decision = decideOne(0.85, [deployed('v1', 0.9, false), deployed('v2', 0.8)]);
  expect(decision).toMatchObject({ outcome: 'skip', best: { version: 'v1', score: 0.9 } });
  expect(decision.history.map(each => each.version)).toEqual(['v1', 'v2']);
});

test('a live version without a score is no first model: nothing is decided', () => {
  const history = [{ version: 'v2', live: true, score: null, problem: 'torn' }, deployed('v1', 0.1, false)];
  expect(decideOne(0.9, history)).toMatchObject({
    outcome: 'unknown',
    verdict: 'ERROR',
    reason: 'The baseline cannot be read: v2, which is live, has no score (torn).',
  });
});

test('a history of which no score can be read is no empty one', () => {
  const history = [{ version: 'v1', live: false, score: null, problem: 'torn' }];
  expect(decideOne(0.9, history)).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
});

test('an older version without a score does not stop a decision', () => {
  const history = [{ version: 'v1', live: false, score: null, problem: 'torn' }, deployed('v2', 0.5)];
  const decision = decideOne(0.9, history);
  expect(decision.outcome).toBe('deploy');
  expect(decision.history.map(each => each.version)).toEqual(['v2', 'v1']);
});

test.each([
  ['absent', {}, 'INCONCLUSIVE', 'There is no score: m is not there.'],
  ['broken', { m: { broken: 'm is NaN' } }, 'ERROR', 'There is no score: m is NaN.'],
] as const)(
  'with a metric that is %s nothing is decided, first model or not',
  (_, values, verdict, reason) => {
    for (const history of [[], [deployed('v1', 0.1)]]) {
      const readMetric = readingsOf(values);
      expect(decide({ weights: { m: 1 }, minImprovement: 0, readMetric, deployed: history })).toMatchObject({
        outcome: 'unknown',
        verdict,
        reason,
        score: null,
        improvement: null,
      });
    }
  },
);

test('everything that is missing or broken is named at once, the baseline too', () => {
  const readMetric = readingsOf({ b: { broken: 'b is NaN' }, c: 1 });
  const live = { version: 'v2', score: null, live: true, problem: 'its folder is not there' } as const;
  const history = [live, { ...live, version: 'v1', live: false, altered: true } as const];
  const weights = { a: 1, b: 1, c: 1, d: 1 };
  const decision = decide({ weights, minImprovement: -1, readMetric, deployed: history });
  expect(decision).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
  expect(decision.reason).toBe(
    'The least improvement is -1: it must be 0 or more. ' +
      'There is no score: a is not there; b is NaN; d is not there. ' +
      'The baseline cannot be read: v2, which is live, has no score (its folder is not there). ' +
      'The baseline cannot be read: v1 has no score (its folder is not there).',
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -0.1])('a least improvement of %d is an error', least => {
  expect(decideOne(0.9, [], least)).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
});

test('weights without a sum are an error', () => {
  const input = { weights: { m: 0 }, minImprovement: 0, readMetric: readingsOf({ m: 1 }), deployed: [] };
  expect(decide(input)).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
});

test('a score too large for a number is an error', () => {
  const weights = { a: 1, b: 1, c: 1 };
  const readMetric = readingsOf({ a: Number.MAX_VALUE, b: Number.MAX_VALUE, c: Number.MAX_VALUE });
  const decision = decide({ weights, minImprovement: 0, readMetric, deployed: [] });
  expect(decision.score === null ? decision.verdict : decision.outcome).toMatch(/^(ERROR|deploy)$/);
  expect(JSON.stringify(decision)).not.toMatch(/null.*NaN|Infinity/);
});

test('an improvement inside the spread of repeat runs is not conclusive', () => {
  const decision = decideOne([0.82, 0.79, 0.84], [deployed('v1', 0.8)]);
  expect(decision).toMatchObject({ outcome: 'skip', verdict: 'INCONCLUSIVE' });
  expect(decision.noiseBand).toBeCloseTo(0.05, 12);
  expect(decision.reason).toContain('within the noise of the repeat runs, 0.050000');
  expect(decideOne([0.82, 0.815, 0.825], [deployed('v1', 0.8)])).toMatchObject({ outcome: 'deploy' });
});

test('runs of which a metric is missing count for the most they can have moved', () => {
  const readMetric = readingsOf({ a: [0.5, 0.6, 0.4], b: [0.5, 0.6] });
  const decision = decide({ weights: { a: 1, b: 1 }, minImprovement: 0, readMetric, deployed: [] });
  expect(decision.noiseBand).toBeCloseTo(0.15, 12);
});

test('by force it is deployed, and what had been decided stays to be read', () => {
  const decision = forceDeploy(decideOne(0.7, [deployed('v1', 0.8)]));
  expect(decision).toMatchObject({ outcome: 'deploy', verdict: 'FAIL', forced: true });
  expect(decision?.reason).toBe(
    'Deployed by force. The decision was skip: 0.700000 is lower than the best so far, v1 with 0.800000.',
  );
});

test('what could not be decided is not overruled', () => {
  const unreadable = { version: 'v1', score: null, live: true, problem: 'its folder is not there' } as const;
  expect(forceDeploy(decideOne(0.9, [unreadable]))).toBeUndefined();
});

test('of what was deployed before only a version that nobody altered is left out without a score', () => {
  const best = deployed('v2', 0.5);
  const gone = { version: 'v1', score: null, live: false, problem: 'its folder is not there' } as const;
  expect(decideOne(0.9, [best, gone]).outcome).toBe('deploy');
  const { outcome, verdict, reason } = decideOne(0.9, [best, { ...gone, altered: true }]);
  expect({ outcome, verdict }).toEqual({ outcome: 'unknown', verdict: 'ERROR' });
  expect(reason).toContain('v1 has no score');
});

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });

test('improving the metric never turns PASS into FAIL', () => {
  fc.assert(
    fc.property(
      fc.array(finite, { minLength: 1, maxLength: 4 }),
      fc.array(finite, { maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      (runs, bests, least, more) => {
        const history = bests.map((score, at) => deployed(`v${at + 1}`, score, at === 0));
        const before = decideOne(runs, history, least);
        const [first = 0, ...repeats] = runs;
        const after = decideOne([first + more, ...repeats], history, least);
        if (before.verdict === 'PASS') expect(['PASS', 'INCONCLUSIVE']).toContain(after.verdict);
        expect(before.outcome).not.toBe('unknown');
      },
    ),
  );
});
