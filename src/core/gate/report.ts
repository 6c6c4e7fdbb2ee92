import type { Decision } from '../decision/decide.ts';
import type { VoteResult } from '../votes/vote-result.ts';
import type { RuleName } from './policy.ts';

/** What a gate says, best first. NONE, where no policy is bound, is no verdict of a gate. */
export const verdicts = ['PASS', 'INCONCLUSIVE', 'FAIL', 'ERROR'] as const;
export type Verdict = (typeof verdicts)[number];

/** What became of a rule. `SKIPPED`: nothing to judge and nothing needed, such as an optional file that is not there. */
export type RuleVerdict = Verdict | 'SKIPPED';

/** One rule, judged. A number that does not exist is null; none is ever NaN or infinite. */
export type RuleResult = {
  readonly id: string;
  readonly rule: RuleName;
  readonly effect: 'blocks' | 'advises';
  readonly verdict: RuleVerdict;
  /** File the numbers are from, as found; null for rules without one. */
  readonly file: string | null;
  readonly metric: string | null;
  readonly operator: '>=' | '<=' | '>' | null;
  readonly threshold: number | null;
  readonly value: number | null;
  /** How far on the good side of the threshold, in the metric's unit; negative on the bad side. */
  readonly margin: number | null;
  readonly unit: string;
  /** Spread of repeat runs (largest minus smallest); null without repeats. */
  readonly noiseBand: number | null;
  /** What was compared with what, in a sentence, with file, field and value. */
  readonly reason: string;
  /** What would make it pass, in a sentence; null when it does. */
  readonly remedy: string | null;
  /**
   * What does not pass, slice by slice, the worst first, of at most `shownSlices` slices; then the nearest of what passes, as long as
   * there are fewer than `shownPassing`. Empty for other rules.
   */
  readonly slices: readonly SliceResult[];
  /** How many slices there are, and how many do not pass. */
  readonly sliceCounts: { readonly all: number; readonly bad: number } | null;
  /** Of a rule `votes` that found feedback; left out of all others. */
  readonly votes?: VoteResult | undefined;
};

/** Most slices that do not pass a result names, each with every value that does not pass. */
export const shownSlices = 1000;

/** How many values a result lists before it leaves out what passes. */
export const shownPassing = 50;

/** Most values of slices in a result: of `shownSlices` slices every one of the 200 metrics that a policy may name. */
export const maxSliceValues = shownSlices * 200;

export type SliceResult = {
  readonly field: string;
  readonly slice: string;
  /** Examples in it; null when the file does not say. */
  readonly count: number | null;
  readonly metric: string;
  readonly value: number | null;
  readonly verdict: Verdict;
};

/** Where files a verdict stands on may be. */
export const boundPlaces = ['version', 'kept', 'private', 'machine'] as const;

/**
 * A file the verdict stands on. `place`: inside the version, kept under its digest in the registry, the same with what people wrote in it,
 * or weights at a path of a machine.
 */
export type BoundFile = {
  /** Source of the policy, or `version` for the version's own record. */
  readonly source: string;
  /** Path inside the results folder or the version; of weights the whole path. */
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly place: (typeof boundPlaces)[number];
  /** Of `machine`: the name of the host it was hashed on. Reports of before do not say, and speak of another host than any. */
  readonly host?: string;
};

/** What was live under the alias when it was judged: rules may compare with it, and a verdict counts only while it stays so. */
export type Baseline = {
  readonly alias: string;
  /** null: nothing was live, this would be the first. */
  readonly version: string | null;
  /** Digest of its metadata.json when it was judged. */
  readonly metadataSha256: string | null;
};

/** A gate's verdict with everything it stands on. Stored as it is: `gate.json`, `quality_gate.json`. */
export type GateReport = {
  readonly format: 1;
  readonly tool: string;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
  /** ISO 8601 UTC: from then on the verdict counts no more. */
  readonly expiresAt: string;
  readonly policy: { readonly name: string; readonly sha256: string; readonly origin: string };
  /** What was judged; null for a results folder that belongs to no version yet. */
  readonly subject: { readonly model: string; readonly version: string; readonly alias: string } | null;
  readonly verdict: Verdict;
  /** What is wrong with the version's own files first, whatever the policy; then in the order of the policy. */
  readonly rules: readonly RuleResult[];
  readonly files: readonly BoundFile[];
  /** null where nobody could be asked: results that belong to no version. */
  readonly baseline: Baseline | null;
  /** Of a policy with a weighted score. */
  readonly decision: Decision | null;
};

/** The worst of some verdicts; PASS of none. Pure. */
export function worstVerdict(found: readonly Verdict[]): Verdict {
  return found.reduce(
    (worst, verdict) => (rankVerdict(verdict) > rankVerdict(worst) ? verdict : worst),
    'PASS',
  );
}

/** 0 for PASS, more the worse. Pure. */
export function rankVerdict(verdict: Verdict): number {
  return verdicts.indexOf(verdict);
}
