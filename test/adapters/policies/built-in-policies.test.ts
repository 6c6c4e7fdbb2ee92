import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInFiles, makeBuiltInPolicy } from '../../../src/adapters/policies/built-in-policies.ts';
import { parsePolicy } from '../../../src/adapters/policies/parse-policy.ts';
import type { Policy, Rule } from '../../../src/core/gate/policy.ts';
import { builtInPolicyNames } from '../../../src/core/gate/policy-name.ts';
import { usualVoteTerms } from '../../../src/core/votes/vote-terms.ts';

const weekMs = 7 * 24 * 3600 * 1000;

/** A rule in one line: `main.groundedness >= 3`. */
function describe(rule: Rule): string {
  const advises = rule.effect === 'advises' ? ' (advises)' : '';
  switch (rule.rule) {
    case 'threshold': {
      const missing = rule.whenMissing === 'skip' ? ' if given' : '';
      return `${rule.of.source}.${rule.metric} ${rule.operator} ${rule.threshold}${missing}${advises}`;
    }
    case 'noRegression': {
      const against = rule.against === 'live' ? 'live' : `${rule.against.source}.${rule.against.set}`;
      const missing = rule.whenMissing === 'skip' ? ' if given' : '';
      return `${rule.of.source}.${rule.of.set} ${rule.metric} worse than ${against} by ${rule.limit.by} ${rule.limit.value}${missing}`;
    }
    case 'slices':
      return `${rule.source} [${rule.metrics.join(' ')}] ${rule.operator} ${rule.threshold}`;
    default:
      return rule.rule;
  }
}

function policyOf(name: (typeof builtInPolicyNames)[number]): Policy {
  return makeBuiltInPolicy(name).policy;
}

test('every built-in policy is a file that parses under a name of its own as well', () => {
  for (const name of builtInPolicyNames) {
    const url = new URL(`../../../src/adapters/policies/built-in/${name}.json`, import.meta.url);
    const text = readFileSync(url, 'utf8');
    const copy = parsePolicy({
      path: '/p/copy.json',
      text: text.replace(`"name": "${name}"`, '"name": "copy"'),
      configuredName: undefined,
    });
    expect(copy).toEqual({ ...policyOf(name), name: 'copy' });
    expect(builtInFiles[name]).toMatchObject({ name });
  }
});

test('rag has the numbers of S0 as they stand today', () => {
  const policy = policyOf('rag');
  expect(policy.rules.map(describe)).toEqual([
    'main.groundedness >= 3',
    'main.answer_relevance >= 3',
    'main.factual_correctness >= 3',
    'main.hallucination_score <= 0.5',
    'main.latency_total <= 5',
    'slices [groundedness answer_relevance factual_correctness] >= 3',
    'smoke.groundedness >= 3',
    'smoke.answer_relevance >= 3',
    'smoke.factual_correctness >= 3',
    'tuning.best groundedness worse than tuning.baseline by absolute 0',
    'tuning.best answer_relevance worse than tuning.baseline by absolute 0',
    'tuning.best factual_correctness worse than tuning.baseline by absolute 0',
  ]);
  expect(policy.rules.map(rule => rule.id)).toContain('tuning.best.groundedness');
  expect(policy).toMatchObject({ maxAgeMs: weekMs, statusFiles: 'quality-gate', metrics: {} });
});

test('rag reads the files of S0 where its evaluation leaves them, and needs all but the tuning report', () => {
  expect(policyOf('rag').evidence).toEqual([
    {
      name: 'main',
      format: 'summary',
      files: ['core_eval_main/summary.json', 'summary.json'],
      presence: 'required',
    },
    {
      name: 'slices',
      format: 'bias-report',
      files: ['core_eval_slices/bias_report.json', 'bias_report.json'],
      presence: 'required',
    },
    {
      name: 'smoke',
      format: 'summary',
      files: ['smoke_test_main/summary.json', 'smoke_summary.json'],
      presence: 'required',
    },
    {
      name: 'tuning',
      format: 'tuning-report',
      files: ['core_eval_tuning/tuning_report.json', 'tuning_report.json'],
      presence: 'optional',
    },
  ]);
});

test('votes asks for what the verb of that name asks for', () => {
  expect(policyOf('votes').rules).toMatchObject([
    { rule: 'votes', ...usualVoteTerms, candidate: '{version}' },
  ]);
});

test('weighted-bleu has the weights and the threshold of S1', () => {
  const policy = policyOf('weighted-bleu');
  expect(policy.rules).toEqual([
    {
      rule: 'weightedScore',
      id: 'weightedScore',
      effect: 'blocks',
      of: { source: 'metrics', set: 'main' },
      weights: { bleu1: 0.1, bleu2: 0.15, bleu3: 0.25, bleu4: 0.4, rougeL_precision: 0.1 },
      minImprovement: 0.001,
    },
  ]);
  expect(policy.evidence).toEqual([
    {
      name: 'metrics',
      format: 'summary',
      files: ['metrics.json', 'results/evaluations/metrics.json', 'evaluations/metrics.json'],
      presence: 'required',
    },
  ]);
  expect(policy.statusFiles).toBe('none');
});

type GateNumbers = {
  readonly tests: number;
  readonly coverage: number;
  readonly quality: number;
  readonly regression: number;
  readonly latency: number;
  readonly memory: number;
  readonly critical: number;
  readonly high: number;
  readonly medium: string;
};

test.each<['dev' | 'staging' | 'prod', GateNumbers]>([
  [
    'dev',
    {
      tests: 0.8,
      coverage: 0.6,
      quality: 0.5,
      regression: 0.2,
      latency: 0.5,
      memory: 0.15,
      critical: 1,
      high: 5,
      medium: '20 (advises)',
    },
  ],
  [
    'staging',
    {
      tests: 0.95,
      coverage: 0.8,
      quality: 0.7,
      regression: 0.05,
      latency: 0.2,
      memory: 0.15,
      critical: 0,
      high: 2,
      medium: '10 (advises)',
    },
  ],
  [
    'prod',
    {
      tests: 0.98,
      coverage: 0.9,
      quality: 0.85,
      regression: 0.02,
      latency: 0.1,
      memory: 0.05,
      critical: 0,
      high: 0,
      medium: '2',
    },
  ],
])('%s has the numbers of S2', (name, numbers) => {
  const policy = policyOf(name);
  expect(policy.rules.map(describe)).toEqual([
    `quality.test_pass_rate >= ${numbers.tests}`,
    `quality.code_coverage >= ${numbers.coverage}`,
    `quality.quality_score >= ${numbers.quality}`,
    `quality.main quality_score worse than quality.baseline by relative ${numbers.regression}`,
    `quality.main latency_ms worse than quality.baseline by relative ${numbers.latency}`,
    `quality.critical_vulnerabilities <= ${numbers.critical}`,
    `quality.high_vulnerabilities <= ${numbers.high}`,
    `quality.medium_vulnerabilities <= ${numbers.medium}`,
    'quality.throughput_tokens_per_sec >= 10 if given',
    `quality.main memory_mb worse than quality.baseline by relative ${numbers.memory} if given`,
  ]);
  expect(policy.evidence).toEqual([
    {
      name: 'quality',
      format: 'quality-report',
      files: ['quality_report.json', 'gate_metrics.json'],
      presence: 'required',
    },
  ]);
});
