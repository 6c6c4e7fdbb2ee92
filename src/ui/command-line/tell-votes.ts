import { AppError } from '../../core/errors/app-error.ts';
import { type CandidacyQuestion, findCandidacy } from '../../core/session/find-candidacy.ts';
import { type JudgedFeedback, judgeFeedback } from '../../core/session/judge-feedback.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { CandidateSince } from '../../core/votes/candidate-since.ts';
import { countMissing, measureWait } from '../../core/votes/vote-result.ts';
import type { VoteTerms } from '../../core/votes/vote-terms.ts';
import { listVoteFacts } from '../format/votes.ts';
import { readSince } from './feedback-options.ts';
import type { Host } from './host.ts';
import type { VotesDocument } from './json/votes.ts';
import { printTable, type TableOptions } from './print-table.ts';
import { warn } from './speak.ts';
import { fitToOutput } from './table-options.ts';
import type { Call } from './verb.ts';
import { exitCodeOf, type VerbResult } from './verb-result.ts';

/** Votes on a candidate, as a verb asks for them. */
export type VotesQuestion = {
  readonly about: CandidacyQuestion;
  /** What the feedback calls it. */
  readonly candidate: string;
  /** Absolute path of the feedback. */
  readonly path: string;
  readonly terms: VoteTerms;
  /** How long it has been the candidate, as given; undefined: the history of a registry says, where there is one. */
  readonly sinceCandidate: string | undefined;
};

/** Judges votes. No registry is needed: it is only asked since when it is the candidate. @throws as reading one that is there does */
export async function judgeVotesHere(
  call: Pick<Call, 'host' | 'global' | 'openSession'>,
  { about, candidate, path, terms, sinceCandidate }: VotesQuestion,
): Promise<JudgedFeedback> {
  const { host, global } = call;
  const judging = await host.openJudging(global);
  const said = readSince(sinceCandidate, judging.now());
  const since = said ?? (await findSince(call, about));
  return await judgeFeedback(judging, { path, terms, candidate, since }, host.stop);
}

/**
 * By the history of the registry that is meant. One that was named has to be readable; of one that was only found, such as what
 * MODEL_REGISTRY_FILE means to S2, it is told why it says nothing: votes are judged without a registry too.
 */
async function findSince(
  { host, global, openSession }: Pick<Call, 'host' | 'global' | 'openSession'>,
  about: CandidacyQuestion,
): Promise<CandidateSince | undefined> {
  try {
    const found = await findCandidacy(await openSession(), about, host.stop);
    if (found.known) return found.since;
    warnOfNoHistory(host, found.problem);
  } catch (thrown) {
    if (global.registry !== undefined || !(thrown instanceof AppError) || host.stop.aborted) throw thrown;
    if (thrown.code !== 'registry-not-chosen') warnOfNoHistory(host, withoutFullStop(thrown.message));
  }
  return undefined;
}

function warnOfNoHistory(host: Host, problem: string): void {
  warn(host, `No history says since when it is the candidate: ${problem}.`);
}

/** What the votes say as the end of a verb: 0 for PASS, else that of a gate that did not pass. Pure. */
export function tellVotes(
  host: Pick<Host, 'outIsTerminal' | 'columns' | 'charset'>,
  question: VotesQuestion,
  judged: JudgedFeedback,
  first: readonly string[] = [],
): VerbResult {
  return {
    exitCode: exitCodeOf(judged.verdict === 'PASS' ? 'done' : 'gate'),
    document: () => describeVotes(question, judged),
    lines: () => [...first, ...printVotes(question, judged, fitToOutput(host))],
  };
}

function describeVotes({ about, path }: VotesQuestion, judged: JudgedFeedback): VotesDocument {
  const { verdict, reason, remedy, evaluatedAt, result, sha256 } = judged;
  return {
    schema: 'lastgood/votes/1',
    model: about.model ?? null,
    version: about.version,
    feedback: { path, sha256: sha256 ?? null },
    evaluatedAt,
    verdict,
    reason,
    remedy,
    missingVotes: result === undefined ? null : countMissing(result),
    waitMs: result === undefined ? null : (measureWait(result, evaluatedAt) ?? null),
    votes: result === undefined ? null : structuredClone(result),
  };
}

function printVotes(
  { about, path }: VotesQuestion,
  { verdict, reason, remedy, result, evaluatedAt }: JudgedFeedback,
  options: TableOptions,
): readonly string[] {
  const name = [about.model, about.version].flatMap(part => part ?? []).join(' ');
  const columns = [{ title: '' }, { title: 'found', cut: true as const }, { title: 'wants' }];
  const facts = result === undefined ? [] : listVoteFacts(result, evaluatedAt);
  const rows = facts.map(({ label, found, wanted }) => [label, found, wanted]);
  return [
    `${verdict}: ${makeSafeText(name)}, by the votes of ${makeSafeText(path)}`,
    ...(rows.length === 0 ? [] : ['', ...printTable(columns, rows, { ...options, indent: '  ' })]),
    '',
    reason,
    ...(remedy === null ? [] : [`To pass: ${remedy}`]),
  ];
}
