import type { Verdict } from '../gate/report.ts';
import { showModelId } from './candidate-name.ts';
import { type CandidateSince, candidateAlias } from './candidate-since.ts';
import type { Feedback } from './feedback.ts';
import { tallyVotes, type VoteNotes } from './tally-votes.ts';
import { countDecisive, countMissing, measureWait, type VoteResult } from './vote-result.ts';
import type { VoteTerms } from './vote-terms.ts';
import { countThings, describeCount, formatHours, formatPercent, listOddities } from './vote-words.ts';
import { measureInterval } from './wilson-interval.ts';

/** Whom the votes are about. */
export type VoteQuestion = {
  /** As the voting page calls it. */
  readonly candidate: string;
  /** undefined: nobody knows. */
  readonly since: CandidateSince | undefined;
  /** ISO 8601 UTC. */
  readonly now: string;
};

/** What the votes say, in a sentence, and what would make it pass; null when it does. */
export type VoteJudgement = {
  readonly verdict: Exclude<Verdict, 'ERROR'>;
  readonly reason: string;
  readonly remedy: string | null;
  readonly result: VoteResult;
};

/**
 * Judges a candidate by the votes of a window: enough of them, enough of those for it, and long enough a candidate. Too few votes and
 * too short a time are INCONCLUSIVE, and so is a time that nobody knows. Pure.
 */
export function judgeVotes(feedback: Feedback, terms: VoteTerms, question: VoteQuestion): VoteJudgement {
  const { candidate, since, now } = question;
  const window = { candidate, nowMs: Date.parse(now), windowMs: terms.windowMs };
  const { saidInstead, otherModels, ...tally } = tallyVotes(feedback, window);
  const decisive = countDecisive(tally);
  const result: VoteResult = {
    candidate: showModelId(candidate),
    ...tally,
    ...terms,
    ratio: decisive === 0 ? null : tally.wins / decisive,
    interval: measureInterval(tally.wins, decisive) ?? null,
    candidateSince: since?.at ?? null,
    sinceFrom: since?.source ?? null,
  };
  return { ...conclude(result, { saidInstead, otherModels }, now), result };
}

type Conclusion = Omit<VoteJudgement, 'result'>;

function conclude(result: VoteResult, notes: VoteNotes, now: string): Conclusion {
  const { ratio, threshold, minVotes } = result;
  const say = (verdict: Conclusion['verdict'], what: string, remedy: string | null): Conclusion => {
    const reason = `${[`${describeCount(result)}${what}`, ...listOddities(result, notes)].join('; ')}.`;
    return { verdict, reason, remedy };
  };
  const missing = countMissing(result);
  if (missing > 0 || ratio === null) {
    const what = `; at least ${minVotes} are needed`;
    return say('INCONCLUSIVE', what, `Needs ${countThings(missing, 'more vote')}.`);
  }
  if (ratio < threshold)
    return say('FAIL', `; it must be at least ${formatPercent(threshold)}`, describeLack(result));
  return concludeTime(result, now, say);
}

/** The votes are for it; whether they had their time is the other half. */
function concludeTime(
  result: VoteResult,
  now: string,
  say: (verdict: Conclusion['verdict'], what: string, remedy: string | null) => Conclusion,
): Conclusion {
  const { threshold, candidateForMs, candidateSince } = result;
  const enough = `, at least ${formatPercent(threshold)}`;
  const waitMs = measureWait(result, now);
  const span = formatHours(candidateForMs);
  if (waitMs === undefined || Number.isNaN(waitMs)) {
    const remedy = `Move the alias ${candidateAlias} to it with lastgood, or say how long it has been one with --since-candidate.`;
    const what = `${enough}; nobody recorded since when it is the candidate, and it has to be one for ${span}`;
    return say('INCONCLUSIVE', what, remedy);
  }
  const since = `candidate since ${candidateSince?.slice(0, 16).replace('T', ' ')} UTC`;
  return waitMs > 0
    ? say(
        'INCONCLUSIVE',
        `${enough}; ${since}, and it has to be one for ${span}`,
        `Wait ${formatHours(waitMs)}.`,
      )
    : say('PASS', `${enough}; ${since}, at least ${span}`, null);
}

/** How many wins in a row would do; a threshold of 100% is out of reach after one loss, until that leaves the window. */
function describeLack({ wins, losses, threshold }: VoteResult): string {
  if (threshold >= 1) return 'Needs the losses to be older than the window.';
  const votes = wins + losses;
  let more = Math.max(1, Math.ceil((threshold * votes - wins) / (1 - threshold)));
  while ((wins + more) / (votes + more) < threshold) more += 1;
  return `Needs ${countThings(more, 'more win')} and no further loss.`;
}
