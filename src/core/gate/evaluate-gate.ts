import type { EvidenceFile } from '../evidence/evidence-file.ts';
import type { DigestCheck } from '../history/entry.ts';
import type { VersionBinding } from '../ports/registry.ts';
import type { Metrics } from '../registry/version.ts';
import type { CandidateSince } from '../votes/candidate-since.ts';
import type { EarlierSource } from './earlier-source.ts';
import { judgeOwnFiles } from './judge-own-files.ts';
import type { LostFile } from './own-ground.ts';
import type { BoundPolicy, EvidenceFormat, Rule } from './policy.ts';
import {
  type Baseline,
  type BoundFile,
  type GateReport,
  type RuleResult,
  type Verdict,
  worstVerdict,
} from './report.ts';
import { createRuleContext, type RuleEvaluation } from './rule-context.ts';
import { evaluateRule } from './rule-table.ts';

/** What is live under the alias when a gate is judged. */
export type LiveBaseline =
  /** Nobody could be asked: a results folder without a model. */
  | { readonly state: 'not-asked' }
  | { readonly state: 'nothing-live'; readonly alias: string }
  | {
      readonly state: 'live';
      readonly alias: string;
      readonly version: string;
      readonly metadataSha256: string;
      readonly metrics: Metrics;
    }
  | {
      readonly state: 'unreadable';
      readonly alias: string;
      readonly version: string;
      readonly problem: string;
    };

/**
 * A version that was deployed under the alias and not taken back. `problem` instead of metrics when its record cannot be read; it is
 * `altered` when it is there and is not what was registered.
 */
export type DeployedVersion = {
  readonly version: string;
  readonly live: boolean;
} & ({ readonly metrics: Metrics } | { readonly problem: string; readonly altered?: true });

/** Everything a verdict is made from. */
export type GateInput = {
  readonly bound: BoundPolicy;
  /** One per source of the policy, in any order. */
  readonly evidence: readonly EvidenceFile[];
  readonly subject: GateReport['subject'];
  readonly live: LiveBaseline;
  /** Without the version that is judged. */
  readonly deployed: readonly DeployedVersion[];
  /** What is known of the version's own files. */
  readonly digest: DigestCheck | 'contradicted';
  /** The version's own files; of a version that is not there yet none. */
  readonly own: VersionBinding;
  /** Own files that verdicts on record stood on, and that this one cannot stand on. */
  readonly lost: readonly LostFile[];
  /** What verdicts on record for the same version stood on: an optional file or a repeat run that is gone now is missed. */
  readonly earlierSources: readonly EarlierSource[];
  /** What votes have to know of the version: what they call it where somebody said so, and since when it is the candidate. */
  readonly candidacy: { readonly name: string | undefined; readonly since: CandidateSince | undefined };
  /** Where the evidence was read: files of the version itself, or of a results folder and kept from now on. */
  readonly place: BoundFile['place'];
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly tool: string;
};

/** What people wrote stands in such files, such as their questions. */
const privateFormats: ReadonlySet<EvidenceFormat> = new Set(['user-feedback']);

/** Latest time a date can hold, in milliseconds. */
const lastMomentMs = 8.64e15;

/**
 * Judges evidence by a policy. Only what was measured, finite and possible passes: whatever is missing, torn, of another unit or too
 * old is INCONCLUSIVE or ERROR, with the file, the field and the value in its reason. Pure; never throws for what is in a file.
 */
export function evaluateGate(input: GateInput): GateReport {
  const { policy, sha256, origin } = input.bound;
  const context = createRuleContext(input);
  const evaluations = policy.rules.map(rule => ({ rule, evaluation: evaluateRule(rule, context) }));
  const rules = [
    ...judgeOwnFiles({ ...input.own, lost: input.lost }).map(({ rule, evaluation }) =>
      describeResult(rule, evaluation),
    ),
    ...evaluations.map(({ rule, evaluation }) => describeResult(rule, evaluation)),
  ];
  return {
    format: 1,
    tool: input.tool,
    evaluatedAt: input.now,
    expiresAt: new Date(Math.min(Date.parse(input.now) + policy.maxAgeMs, lastMomentMs)).toISOString(),
    policy: { name: policy.name, sha256, origin },
    subject: input.subject,
    verdict: judgeRules(rules),
    rules,
    files: [...listFiles(input), ...input.own.files],
    baseline: describeBaseline(input.live),
    decision: evaluations.find(({ evaluation }) => evaluation.decision)?.evaluation.decision ?? null,
  };
}

function describeResult(
  rule: Pick<Rule, 'id' | 'rule' | 'effect'>,
  { decision: _, ...evaluation }: RuleEvaluation,
): RuleResult {
  return {
    id: rule.id,
    rule: rule.rule,
    effect: rule.effect,
    file: null,
    metric: null,
    operator: null,
    threshold: null,
    value: null,
    margin: null,
    unit: '',
    noiseBand: null,
    remedy: null,
    slices: [],
    sliceCounts: null,
    ...evaluation,
  };
}

/** The worst of the rules that block. Nothing that was judged is no reason to pass. */
function judgeRules(rules: readonly RuleResult[]): Verdict {
  const judged = rules.flatMap(({ effect, verdict }) =>
    effect === 'blocks' && verdict !== 'SKIPPED' ? [verdict] : [],
  );
  return judged.length === 0 ? 'INCONCLUSIVE' : worstVerdict(judged);
}

/** Every file that was read, in the order of the policy, repeat runs behind their own. */
function listFiles({ bound, evidence, place }: GateInput): readonly BoundFile[] {
  return bound.policy.evidence.flatMap(({ name: source, format }) => {
    const found = evidence.find(file => file.source === source);
    if (found?.state !== 'read') return [];
    return [found.file, ...found.repeats].map(({ name, sha256, sizeBytes }) => ({
      source,
      name,
      sha256,
      sizeBytes,
      place: place === 'kept' && privateFormats.has(format) ? 'private' : place,
    }));
  });
}

function describeBaseline(live: LiveBaseline): Baseline | null {
  switch (live.state) {
    case 'not-asked':
      return null;
    case 'nothing-live':
      return { alias: live.alias, version: null, metadataSha256: null };
    case 'unreadable':
      return { alias: live.alias, version: live.version, metadataSha256: null };
    case 'live':
      return { alias: live.alias, version: live.version, metadataSha256: live.metadataSha256 };
    default:
      return live satisfies never;
  }
}
