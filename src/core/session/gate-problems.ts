import { describeWorstRules, suggestRemedy } from '../gate/format-report.ts';
import type { PolicyState } from '../gate/gate-standing.ts';
import type { BoundPolicy } from '../gate/policy.ts';
import type { GateReport } from '../gate/report.ts';
import { isScoredSince } from '../gate/scored-since.ts';
import type { RecordedGate } from '../history/model-history.ts';
import { describeAliasFlag } from '../plan/confirmation.ts';
import type { Blocker } from '../plan/plan.ts';
import { block, formatCommand } from '../plan/planning.ts';
import type { ModelStatus } from '../registry/model-status.ts';

/** A policy is bound and there is no verdict it could be satisfied with: never judged, or the policy itself cannot be used. Pure. */
export function blockUnjudged(
  status: Pick<ModelStatus, 'index' | 'usualAlias'>,
  { version, alias }: { readonly version: string; readonly alias: string },
  policy: PolicyState,
): Blocker {
  if (policy.state === 'unusable') return block('invalid-policy', policy.problem);
  const { name } = policy.bound.policy;
  const { model } = status.index;
  const message = `${model} ${version} was not judged by ${name} for ${alias} yet; it needs a PASS.`;
  return block('gate-not-passed', message, `${suggestGate(status, version, alias)} first.`);
}

/** What is wrong with a verdict before any file is looked at: what it says, by which policy, and how old it is. Pure. */
export function describeVerdictProblems(
  status: Pick<ModelStatus, 'index' | 'usualAlias'>,
  gate: RecordedGate,
  bound: BoundPolicy,
  report: GateReport | undefined,
  now: string,
): readonly Blocker[] {
  const { version, alias } = gate;
  const { model } = status.index;
  const problems: Blocker[] = [];
  const again = `${suggestGate(status, version, alias)} again.`;
  if (gate.verdict !== 'PASS') {
    const why = report === undefined ? '' : `: ${describeWorstRules(report)}`;
    problems.push(
      block(
        'gate-not-passed',
        `${gate.policy} says ${gate.verdict} for ${model} ${version}${why}. It needs a PASS.`,
        report && suggestRemedy(report),
      ),
    );
  }
  if (gate.policySha256 !== bound.sha256)
    problems.push(block('gate-stale', describePolicyChange(gate, bound), again));
  if (Date.parse(now) >= Date.parse(gate.expiresAt)) {
    const message = `The ${gate.verdict} for ${version} is of ${shortTime(gate.evaluatedAt)} and counted until ${shortTime(gate.expiresAt)} UTC; it is too old.`;
    problems.push(block('gate-stale', message, again));
  }
  return problems;
}

function describePolicyChange(gate: RecordedGate, bound: BoundPolicy): string {
  const { name } = bound.policy;
  if (name !== gate.policy) {
    return `${gate.version} was judged by ${gate.policy}, and ${name} is bound to ${gate.alias}; it needs a PASS of that.`;
  }
  const digests = `it was ${gate.policySha256.slice(0, 12)} and is ${bound.sha256.slice(0, 12)} now`;
  return `The policy ${name} has changed since ${gate.version} was judged: ${digests}.`;
}

/** A verdict on a version that was scored since: what was judged is not what is known of it now. Pure. */
export function blockScored(status: ModelStatus, gate: RecordedGate): readonly Blocker[] {
  const { version, alias } = gate;
  const scores = status.effective.scores.get(version);
  if (scores === undefined || !isScoredSince(status.effective, version, gate)) return [];
  const message = `The ${gate.verdict} for ${version} counts no more: ${scores.actor} scored it on ${shortTime(scores.scoredAt)} UTC, after it was judged.`;
  return [block('gate-stale', message, `${suggestGate(status, version, alias)} again.`)];
}

/** In words that go on as a sentence. */
function suggestGate(
  { index, usualAlias }: Pick<ModelStatus, 'index' | 'usualAlias'>,
  version: string,
  alias: string,
): string {
  const command = formatCommand([
    'gate',
    index.model,
    version,
    ...describeAliasFlag('--to', alias, usualAlias),
  ]);
  return `Run ${command}, with --results for the folder of an evaluation,`;
}

function shortTime(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
