import { findRecordedGate, type ModelHistory, type RecordedGate } from '../history/model-history.ts';
import type { BoundPolicy } from './policy.ts';
import { isScoredSince } from './scored-since.ts';

/** The policy of an alias as it could be loaded: a file that is wrong must not keep anybody from looking or going back. */
export type PolicyState =
  | { readonly state: 'bound'; readonly bound: BoundPolicy }
  | { readonly state: 'unusable'; readonly problem: string };

/** Policies by alias; an alias without one is not in it. */
export type PoliciesByAlias = ReadonlyMap<string, PolicyState>;

/** Where a version stands with the gate of an alias, as far as the history and the policy say: no file is read for it. */
export type GateStanding =
  /** No policy is bound and nobody has judged it. */
  | { readonly at: 'none' }
  | { readonly at: 'unusable-policy'; readonly problem: string }
  /** A policy is bound, and the version was never judged for this alias. */
  | { readonly at: 'unjudged'; readonly policy: string }
  /** `stale`: why the verdict counts no more, in words; empty while it counts. */
  | { readonly at: 'recorded'; readonly gate: RecordedGate; readonly stale: readonly string[] };

/** What is asked about. */
export type GateQuestion = {
  readonly history: ModelHistory;
  readonly version: string;
  readonly alias: string;
  /** undefined: no policy is bound to the alias. */
  readonly policy: PolicyState | undefined;
  /** ISO 8601 UTC. */
  readonly now: string;
};

/** Judges where a version stands. Pure. */
export function judgeGate({ history, version, alias, policy, now }: GateQuestion): GateStanding {
  if (policy?.state === 'unusable') return { at: 'unusable-policy', problem: policy.problem };
  const gate = findRecordedGate(history, version, alias);
  if (gate === undefined)
    return policy === undefined ? { at: 'none' } : { at: 'unjudged', policy: policy.bound.policy.name };
  return { at: 'recorded', gate, stale: findStaleness(history, gate, policy?.bound, now) };
}

function findStaleness(
  history: ModelHistory,
  gate: RecordedGate,
  bound: BoundPolicy | undefined,
  now: string,
): readonly string[] {
  const reasons: string[] = [];
  if (isScoredSince(history, gate.version, gate)) reasons.push('its scores have changed since');
  if (Date.parse(now) >= Date.parse(gate.expiresAt)) reasons.push('it is too old');
  if (bound !== undefined && bound.sha256 !== gate.policySha256) {
    reasons.push(
      bound.policy.name === gate.policy
        ? `the policy ${gate.policy} has changed`
        : `it is by the policy ${gate.policy}, and ${bound.policy.name} is bound`,
    );
  }
  return reasons;
}

/** A standing in at most twelve characters, for columns: `PASS`, `FAIL stale`, `unjudged`, `bad policy`, or `none`. Pure. */
export function nameStanding(standing: GateStanding): string {
  switch (standing.at) {
    case 'none':
      return 'none';
    case 'unusable-policy':
      return 'bad policy';
    case 'unjudged':
      return 'unjudged';
    case 'recorded': {
      const word = standing.gate.verdict === 'INCONCLUSIVE' ? 'UNSURE' : standing.gate.verdict;
      return standing.stale.length === 0 ? word : `${word} stale`;
    }
    default:
      return standing satisfies never;
  }
}
