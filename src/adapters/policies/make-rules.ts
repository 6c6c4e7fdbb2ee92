import type { Rule } from '../../core/gate/policy.ts';
import { parseTimeSpan } from '../../core/gate/time-span.ts';
import { describeMetric } from '../../core/registry/metric.ts';
import { usualCandidateName } from '../../core/votes/candidate-name.ts';
import { usualVoteTerms } from '../../core/votes/vote-terms.ts';
import type { KeyPath } from '../files/key-path.ts';
import {
  findSource,
  type PolicyContext,
  readBound,
  readReference,
  requireDirection,
} from './policy-context.ts';
import type { RuleItem, WrittenRule } from './policy-schema.ts';

/** The rules one item of a policy file stands for: one, or one for each metric it lists. What is wrong is noted. */
export function makeRules(item: RuleItem, at: KeyPath, context: PolicyContext): readonly Rule[] {
  if (item.threshold) return makeThresholds(item.threshold, [...at, 'threshold'], context);
  if (item.slices) return [makeSlices(item.slices, [...at, 'slices'], context)];
  if (item.noRegression) return makeNoRegressions(item.noRegression, [...at, 'noRegression'], context);
  if (item.weightedScore) return [makeWeightedScore(item.weightedScore, [...at, 'weightedScore'], context)];
  if (item.votes) return [makeVotes(item.votes, [...at, 'votes'], context)];
  if (item.requiredFiles) return [makeRequiredFiles(item.requiredFiles, [...at, 'requiredFiles'], context)];
  if (item.maxAge) return [makeMaxAge(item.maxAge, [...at, 'maxAge'], context)];
  return item.digest ? [{ rule: 'digest', ...readCommon(item.digest, 'digest') }] : [];
}

type Common = { readonly id?: string | undefined; readonly advises?: boolean | undefined };

function readCommon({ id, advises }: Common, defaultId: string): Pick<Rule, 'id' | 'effect'> {
  return { id: id ?? defaultId, effect: advises === true ? 'advises' : 'blocks' };
}

type OneOrMore = Common & {
  readonly metric?: string | undefined;
  readonly metrics?: readonly string[] | undefined;
};

/** The metrics of `metric` or `metrics`, of which one has to be there, without repeats. */
function readMetrics(
  { metric, metrics, id }: OneOrMore,
  at: KeyPath,
  context: PolicyContext,
): readonly string[] {
  if ((metric === undefined) === (metrics === undefined)) {
    const problem =
      metric === undefined ? 'metric or metrics is missing' : 'metric and metrics stand together';
    context.note(at, problem);
  }
  if (metrics === undefined) return metric === undefined ? [] : [metric];
  if (id !== undefined)
    context.note([...at, 'id'], 'an id is for one metric; write metric, or leave the id out');
  return metrics;
}

function makeThresholds(
  written: WrittenRule<'threshold'>,
  at: KeyPath,
  context: PolicyContext,
): readonly Rule[] {
  const of = readReference(context, written.evidence, [...at, 'evidence']);
  const metrics = readMetrics(written, at, context);
  const bound = readBound(context, written, metrics, at);
  return metrics.map(metric => ({
    rule: 'threshold',
    ...readCommon(written, `${written.evidence}.${metric}`),
    of,
    metric,
    ...bound,
    whenMissing: written.optional === true ? 'skip' : 'inconclusive',
  }));
}

function makeNoRegressions(
  written: WrittenRule<'noRegression'>,
  at: KeyPath,
  context: PolicyContext,
): readonly Rule[] {
  const { absolute, relative } = written;
  const of = readReference(context, written.evidence, [...at, 'evidence']);
  const metrics = readMetrics(written, at, context);
  for (const metric of metrics) {
    requireDirection(context, metric, [...at, written.metric === undefined ? 'metrics' : 'metric']);
  }
  if ((absolute === undefined) === (relative === undefined)) {
    context.note(
      at,
      absolute === undefined ? 'absolute or relative is missing' : 'absolute and relative stand together',
    );
  }
  if (written.against === written.evidence)
    context.note([...at, 'against'], `${written.against} is compared with itself`);
  return metrics.map(metric => ({
    rule: 'noRegression',
    ...readCommon(written, `${written.evidence}.${metric}`),
    of,
    metric,
    against:
      written.against === 'live' ? 'live' : readReference(context, written.against, [...at, 'against']),
    limit:
      absolute === undefined ? { by: 'relative', value: relative ?? 0 } : { by: 'absolute', value: absolute },
    whenMissing: written.optional === true ? 'skip' : 'inconclusive',
  }));
}

function makeSlices(written: WrittenRule<'slices'>, at: KeyPath, context: PolicyContext): Rule {
  const source = findSource(context, written.evidence, [...at, 'evidence']);
  if (source !== undefined && source.format !== 'bias-report')
    context.note([...at, 'evidence'], `${source.name} is a ${source.format}; slices are in a bias-report`);
  return {
    rule: 'slices',
    ...readCommon(written, written.evidence),
    source: written.evidence,
    metrics: [...new Set(written.metrics)],
    ...readBound(context, written, written.metrics, at),
  };
}

function makeWeightedScore(written: WrittenRule<'weightedScore'>, at: KeyPath, context: PolicyContext): Rule {
  const sum = Object.values(written.weights).reduce((total, weight) => total + weight, 0);
  if (!(sum > 0 && Number.isFinite(sum)))
    context.note([...at, 'weights'], `their sum must be a number above 0, and is ${sum}`);
  for (const metric of Object.keys(written.weights)) {
    if (describeMetric(metric, context.metrics).direction !== 'lower') continue;
    const problem = `${metric} is better when lower, and a score counts up; leave it out`;
    context.note([...at, 'weights', metric], problem);
  }
  return {
    rule: 'weightedScore',
    ...readCommon(written, 'weightedScore'),
    of: readReference(context, written.evidence, [...at, 'evidence']),
    weights: written.weights,
    minImprovement: written.improvement ?? 0,
  };
}

function makeVotes(written: WrittenRule<'votes'>, at: KeyPath, context: PolicyContext): Rule {
  const { evidence, min, minVotes, window, candidateFor } = written;
  const source = findSource(context, evidence, [...at, 'evidence']);
  if (source !== undefined && source.format !== 'user-feedback')
    context.note([...at, 'evidence'], `${source.name} is a ${source.format}; votes are in user-feedback`);
  const { threshold, windowMs, candidateForMs } = usualVoteTerms;
  return {
    rule: 'votes',
    ...readCommon(written, evidence),
    source: evidence,
    threshold: min ?? threshold,
    minVotes: minVotes ?? usualVoteTerms.minVotes,
    windowMs: window === undefined ? windowMs : readSpan(window, [...at, 'window'], context),
    candidateForMs:
      candidateFor === undefined ? candidateForMs : readSpan(candidateFor, [...at, 'candidateFor'], context),
    candidate: written.as ?? usualCandidateName,
  };
}

function makeRequiredFiles(written: WrittenRule<'requiredFiles'>, at: KeyPath, context: PolicyContext): Rule {
  const sources = typeof written.evidence === 'string' ? [written.evidence] : written.evidence;
  for (const [place, name] of sources.entries()) {
    const path = typeof written.evidence === 'string' ? [] : [place];
    findSource(context, name, [...at, 'evidence', ...path]);
  }
  return {
    rule: 'requiredFiles',
    ...readCommon(written, 'requiredFiles'),
    sources: [...new Set(sources)],
  };
}

function makeMaxAge(written: WrittenRule<'maxAge'>, at: KeyPath, context: PolicyContext): Rule {
  findSource(context, written.evidence, [...at, 'evidence']);
  return {
    rule: 'maxAge',
    ...readCommon(written, `${written.evidence}.age`),
    source: written.evidence,
    maxAgeMs: readSpan(written.age, [...at, 'age'], context),
  };
}

/** Milliseconds of a span of time; a span of 0 is noted. */
export function readSpan(text: string, at: KeyPath, context: Pick<PolicyContext, 'note'>): number {
  const spanMs = parseTimeSpan(text);
  if (spanMs === undefined) context.note(at, 'it must be a span of time above 0');
  return spanMs ?? 0;
}
