import { nameCandidate } from '../../votes/candidate-name.ts';
import { judgeVotes } from '../../votes/judge-votes.ts';
import { cleanDifference } from '../number-comparison.ts';
import type { VotesRule } from '../policy.ts';
import { findSource, type RuleContext, type RuleEvaluation } from '../rule-context.ts';

/**
 * Judges the votes on a candidate: enough in the window, enough of them for it, and long enough a candidate. Ties, votes on other
 * models and what cannot be a vote are left out and told. Pure.
 */
export function evaluateVotes(rule: VotesRule, context: RuleContext): RuleEvaluation {
  const { threshold, minVotes, windowMs, candidateForMs } = rule;
  const bar = { metric: 'win_ratio', unit: 'ratio', operator: '>=', threshold } as const;
  const source = findSource(context, rule.source);
  if (!source.ok) return { ...bar, ...source.evaluation };
  const { name: file, feedback } = source.found;
  if (feedback === undefined)
    return { ...bar, file, verdict: 'ERROR', reason: `${file} is not of a format that holds votes.` };
  const candidate = findCandidate(rule, context);
  if (candidate === undefined) {
    const reason = 'Votes are about a candidate, and no model was named.';
    const remedy = 'Name the model and the version, or the candidate with --as.';
    return { ...bar, file, verdict: 'INCONCLUSIVE', reason, remedy };
  }
  const { now, candidacy } = context.input;
  const terms = { threshold, minVotes, windowMs, candidateForMs };
  const { result, ...judged } = judgeVotes(feedback, terms, { candidate, since: candidacy.since, now });
  const { ratio } = result;
  const margin = ratio === null ? null : cleanDifference(ratio - threshold);
  return { ...bar, ...judged, file, value: ratio, margin, votes: result };
}

function findCandidate({ candidate }: VotesRule, { input }: RuleContext): string | undefined {
  const { candidacy, subject } = input;
  return candidacy.name ?? (subject === null ? undefined : nameCandidate(candidate, subject));
}
