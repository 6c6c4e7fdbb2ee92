import type { MetricRow } from '../registry/metric.ts';
import type { VoteTerms } from '../votes/vote-terms.ts';

/** The rules a policy may use; each is a file in `rules/` and a row in `rule-table.ts`. */
export const ruleNames = [
  'threshold',
  'noRegression',
  'slices',
  'weightedScore',
  'votes',
  'requiredFiles',
  'maxAge',
  'digest',
] as const;
export type RuleName = (typeof ruleNames)[number];

/** What a file of evidence looks like inside; each has a reader in `core/evidence`. */
export const evidenceFormats = [
  'summary',
  'bias-report',
  'tuning-report',
  'quality-report',
  'user-feedback',
] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

/** A file a policy reads. */
export type EvidenceSource = {
  /** How the rules of the policy call it. */
  readonly name: string;
  readonly format: EvidenceFormat;
  /** Paths inside the results folder or the version, tried in this order. */
  readonly files: readonly string[];
  /** Rules on an optional source that is not there are skipped; on a required one they end in ERROR. */
  readonly presence: 'required' | 'optional';
};

/** A set of numbers inside a source: `main`, or `best` and `baseline` of a tuning report. Written `tuning.best`. */
export type MetricsReference = { readonly source: string; readonly set: string };

/** The set of a source that has only one. */
export const mainSet = 'main';

type RuleBase = {
  /** Unique in the policy: `main.groundedness`. Thresholds are replaced and results are found by it. */
  readonly id: string;
  /** `advises`: shown, and never part of the verdict. */
  readonly effect: 'blocks' | 'advises';
};

/** A number compared with a fixed one. Equality passes. */
export type ThresholdRule = RuleBase & {
  readonly rule: 'threshold';
  readonly of: MetricsReference;
  readonly metric: string;
  readonly operator: '>=' | '<=';
  readonly threshold: number;
  /** `skip`: the metric may be left out (S2's throughput); `inconclusive` otherwise. */
  readonly whenMissing: 'inconclusive' | 'skip';
};

/** A number that may get worse by at most a limit, in the direction declared for the metric. */
export type NoRegressionRule = RuleBase & {
  readonly rule: 'noRegression';
  readonly of: MetricsReference;
  readonly metric: string;
  /** `live`: the version under the alias now. Nothing live: passes as the first. */
  readonly against: 'live' | MetricsReference;
  /** `relative`: of |baseline|, 0.05 for five percent. `value` ≥ 0. */
  readonly limit: { readonly by: 'absolute' | 'relative'; readonly value: number };
  readonly whenMissing: 'inconclusive' | 'skip';
};

/** Every slice must reach the threshold, on every metric named. No slices at all, or none of a field the report names, is INCONCLUSIVE. */
export type SlicesRule = RuleBase & {
  readonly rule: 'slices';
  readonly source: string;
  readonly metrics: readonly string[];
  readonly operator: '>=' | '<=';
  readonly threshold: number;
};

/** Strictly best among what was deployed, by more than `minImprovement`; or the first. */
export type WeightedScoreRule = RuleBase & {
  readonly rule: 'weightedScore';
  readonly of: MetricsReference;
  /** By metric; normalised by their sum. */
  readonly weights: Readonly<Record<string, number>>;
  readonly minImprovement: number;
};

/** Enough votes of people who compared it with others, enough of those for it, and long enough a candidate. */
export type VotesRule = RuleBase &
  VoteTerms & {
    readonly rule: 'votes';
    readonly source: string;
    /** What the candidate is called in the feedback: a text with `{model}` and `{version}` in it. */
    readonly candidate: string;
  };

/** Sources that must be there and readable, optional or not. */
export type RequiredFilesRule = RuleBase & {
  readonly rule: 'requiredFiles';
  readonly sources: readonly string[];
};

/** Evidence may be at most this old when it is judged. */
export type MaxAgeRule = RuleBase & {
  readonly rule: 'maxAge';
  readonly source: string;
  readonly maxAgeMs: number;
};

/** The version's files must have been verified against their recorded digests. */
export type DigestRule = RuleBase & { readonly rule: 'digest' };

export type Rule =
  | ThresholdRule
  | NoRegressionRule
  | SlicesRule
  | WeightedScoreRule
  | VotesRule
  | RequiredFilesRule
  | MaxAgeRule
  | DigestRule;

/** How long a verdict counts where the policy does not say: 7 days, in milliseconds. */
export const defaultMaxAgeMs = 7 * 24 * 3600 * 1000;

/** A named set of rules over named files of evidence. */
export type Policy = {
  readonly name: string;
  readonly description: string;
  /** How long a verdict of it counts, in milliseconds. */
  readonly maxAgeMs: number;
  /** Unit and direction of metrics, beside and before those of the table of metrics. */
  readonly metrics: Readonly<Record<string, MetricRow>>;
  readonly evidence: readonly EvidenceSource[];
  readonly rules: readonly Rule[];
  /** `quality-gate`: evaluating a results folder leaves `quality_gate.txt` and `quality_gate.json` in it, for S0's tools. */
  readonly statusFiles: 'none' | 'quality-gate';
};

/** A policy as it is in force somewhere. */
export type BoundPolicy = {
  readonly policy: Policy;
  /** Of the bytes of its file or files and of the thresholds replaced: changes whenever anything about it does. */
  readonly sha256: string;
  /** Where it comes from, for people: `built in`, or the path of its file. */
  readonly origin: string;
};
