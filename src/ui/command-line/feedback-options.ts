import { InvalidInputError, NotFoundError } from '../../core/errors/app-error.ts';
import { parseTimeSpan, timeSpanWords } from '../../core/gate/time-span.ts';
import type { FeedbackChoice } from '../../core/session/feedback-choice.ts';
import type { Judging } from '../../core/session/judge-version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { CandidateSince } from '../../core/votes/candidate-since.ts';
import { usualVoteTerms, type VoteTerms } from '../../core/votes/vote-terms.ts';
import type { Host } from './host.ts';
import type { OptionRows, OptionValues } from './verb.ts';

/** What feedback is called, and the file that S4's voting page writes where nobody says another. */
const usualFeedback = 'user_feedback.json';

/** Options of a verb that judges by a policy, for policies that read votes. */
export const feedbackOptionRows = {
  feedback: {
    takes: 'FILE',
    help: 'votes on the candidate, for a policy that reads them; else FEEDBACK_FILE, else the results',
  },
  as: { takes: 'ID', help: 'what the feedback calls the version; else as the policy says' },
  'since-candidate': {
    takes: 'SPAN',
    help: 'how long it has been the candidate, such as 48h; else since when the history says',
  },
} as const satisfies OptionRows;

/** Options of a verb that judges by votes alone. */
export const voteOptionRows = {
  hours: { takes: 'HOURS', help: 'how far back votes count; 24 unless told' },
  threshold: { takes: 'RATIO', help: 'least part of wins among wins and losses; 0.5 unless told' },
  'min-votes': { takes: 'COUNT', help: 'fewer wins and losses than this are INCONCLUSIVE; 20 unless told' },
  'since-candidate': feedbackOptionRows['since-candidate'],
} as const satisfies OptionRows;

/** The options, as a command was given them. */
type FeedbackOptions = OptionValues<typeof feedbackOptionRows>;

/** A session that reads votes as the options say; what they do not say stays. @throws as {@link findFeedback} */
export async function withFeedback<Open extends Pick<Judging, 'feedback' | 'now'>>(
  host: Host,
  session: Open,
  options: FeedbackOptions,
): Promise<Open> {
  const { feedback, as } = options;
  const given = session.feedback;
  const choice: FeedbackChoice = {
    path: feedback === undefined ? given?.path : await findFeedback(host, feedback),
    candidate: as ?? given?.candidate,
    since: readSince(options['since-candidate'], session.now()) ?? given?.since,
  };
  return { ...session, feedback: choice };
}

/** The same options as words of a command, for whoever repeats it. Pure. */
export function formatFeedbackOptions(options: FeedbackOptions): readonly string[] {
  const { feedback, as, 'since-candidate': since } = options;
  return [
    ...(feedback === undefined ? [] : ['--feedback', feedback]),
    ...(as === undefined ? [] : ['--as', as]),
    ...(since === undefined ? [] : ['--since-candidate', since]),
  ];
}

/** The absolute path of the feedback: as given, else FEEDBACK_FILE, else the voting page's own. @throws NotFoundError feedback-not-found */
export async function findFeedback(host: Host, given: string | undefined): Promise<string> {
  const named = given ?? (host.variables['FEEDBACK_FILE'] || usualFeedback);
  const found = await host.findPath(named);
  if (found.kind === 'file') return found.path;
  const shown = makeSafeText(named, { limit: 200 });
  const problem =
    found.kind === 'nothing' ? `There is no feedback file ${shown}.` : `${shown} is not a file.`;
  throw new NotFoundError('feedback-not-found', problem, { data: { path: shown } });
}

/** What the votes have to say, by the options of a command. @throws InvalidInputError usage */
export function readVoteTerms(
  options: Pick<OptionValues<typeof voteOptionRows>, 'hours' | 'threshold' | 'min-votes'>,
): VoteTerms {
  const hours = readNumber('hours', options.hours, 'a number above 0, of hours', value => value > 0);
  const threshold = readNumber('threshold', options.threshold, 'a number of 0 to 1', value => value <= 1);
  const minVotes = readNumber(
    'min-votes',
    options['min-votes'],
    'a whole number of at least 1',
    value => Number.isSafeInteger(value) && value >= 1,
  );
  return {
    ...usualVoteTerms,
    ...(hours === undefined ? {} : { windowMs: hours * 3_600_000 }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(minVotes === undefined ? {} : { minVotes }),
  };
}

/** Since when it is the candidate, by how long; undefined where nobody says. @throws InvalidInputError usage */
export function readSince(given: string | undefined, now: string): CandidateSince | undefined {
  if (given === undefined) return undefined;
  const spanMs = parseTimeSpan(given);
  if (spanMs === undefined) throw refuse('since-candidate', given, timeSpanWords);
  return { at: new Date(Date.parse(now) - spanMs).toISOString(), source: 'said' };
}

function readNumber(
  name: keyof typeof voteOptionRows,
  given: string | undefined,
  words: string,
  isRight: (value: number) => boolean,
): number | undefined {
  if (given === undefined) return undefined;
  const value = /^(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})$/.test(given) ? Number(given) : Number.NaN;
  if (isRight(value)) return value;
  throw refuse(name, given, words);
}

function refuse(name: string, given: string, words: string): InvalidInputError {
  const shown = makeSafeText(given, { limit: 80 });
  return new InvalidInputError('usage', `--${name} takes ${words}, not ${shown}.`, {
    data: { option: name, value: shown },
  });
}
