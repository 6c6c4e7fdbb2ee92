import { BugError } from '../errors/app-error.ts';
import { parseEvidence } from '../evidence/parse-evidence.ts';
import type { EvidenceSource } from '../gate/policy.ts';
import type { Verdict } from '../gate/report.ts';
import { judgeVotes, type VoteQuestion } from '../votes/judge-votes.ts';
import type { VoteResult } from '../votes/vote-result.ts';
import type { VoteTerms } from '../votes/vote-terms.ts';
import { feedbackFormat, splitPath } from './feedback-choice.ts';
import type { Judging } from './judge-version.ts';

/** Votes on a candidate, wherever it is registered, if anywhere. */
export type FeedbackQuestion = Pick<VoteQuestion, 'candidate' | 'since'> & {
  /** Absolute path of the file. */
  readonly path: string;
  readonly terms: VoteTerms;
};

/** What the votes of a file say. */
export type JudgedFeedback = {
  readonly verdict: Verdict;
  /** In a sentence. */
  readonly reason: string;
  /** What would make it pass; null when it does. */
  readonly remedy: string | null;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
  /** undefined: the file could not be read, or is no feedback. */
  readonly result: VoteResult | undefined;
  /** Of the bytes that were read; undefined when none were. */
  readonly sha256: string | undefined;
};

/**
 * Judges a candidate by a file of feedback. A file that is torn or of another shape is an ERROR, never one without votes.
 * @throws NotFoundError, InvalidInputError results-not-found where its folder is none
 */
export async function judgeFeedback(
  { openResults, now }: Pick<Judging, 'openResults' | 'now'>,
  { path, terms, candidate, since }: FeedbackQuestion,
  signal?: AbortSignal,
): Promise<JudgedFeedback> {
  const { folder, name } = splitPath(path);
  const source: EvidenceSource = {
    name: 'feedback',
    format: feedbackFormat,
    files: [name],
    presence: 'required',
  };
  const [file] = await openResults(folder).loadEvidence([source], { signal });
  if (file === undefined) throw new BugError('internal-bug', 'A source was asked for and not answered.');
  const evaluatedAt = now();
  const sha256 = file.state === 'read' ? file.file.sha256 : undefined;
  const parsed = parseEvidence(source, file);
  if (parsed.state === 'parsed' && parsed.feedback !== undefined) {
    const judged = judgeVotes(parsed.feedback, terms, { candidate, since, now: evaluatedAt });
    return { ...judged, evaluatedAt, sha256 };
  }
  const what = parsed.state === 'unusable' ? parsed.problem : 'not there';
  return {
    verdict: 'ERROR',
    reason: `${parsed.name} is ${what}.`,
    remedy: 'Put back the file that the voting page wrote; nothing of it was changed.',
    evaluatedAt,
    result: undefined,
    sha256,
  };
}
