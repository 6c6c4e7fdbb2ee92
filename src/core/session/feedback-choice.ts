import type { EvidenceFile } from '../evidence/evidence-file.ts';
import type { EvidenceFormat, Policy } from '../gate/policy.ts';
import type { EvidenceFolder } from '../ports/evidence.ts';
import type { CandidateSince } from '../votes/candidate-since.ts';
import type { Session } from './session.ts';

/** Where votes are read, and what a command says of the candidate they are about. */
export type FeedbackChoice = {
  /** Absolute path of the file; undefined: it is among the results, like other evidence. */
  readonly path: string | undefined;
  /** What the feedback calls the candidate; undefined: as the policy says. */
  readonly candidate: string | undefined;
  /** Since when it is the candidate; undefined: as the history says. */
  readonly since: CandidateSince | undefined;
};

/** What evidence of people's votes looks like. */
export const feedbackFormat: EvidenceFormat = 'user-feedback';

type Place = Pick<Session, 'openResults' | 'feedback'>;

/** Whether a policy reads votes from a file that was named by itself. Pure. */
export function readsFeedback({ feedback }: Pick<Place, 'feedback'>, { evidence }: Policy): boolean {
  return feedback?.path !== undefined && evidence.some(({ format }) => format === feedbackFormat);
}

/** A place of evidence where votes come from the file that was named, if one was, and all else from the place. Nothing is read yet. */
export function openWithFeedback(session: Place, base: EvidenceFolder): EvidenceFolder {
  const path = session.feedback?.path;
  if (path === undefined) return base;
  const { folder, name } = splitPath(path);
  return {
    place: base.place,
    loadEvidence: async (sources, options) => {
      const votes = sources.filter(({ format }) => format === feedbackFormat);
      const others = sources.filter(({ format }) => format !== feedbackFormat);
      const wanted = votes.map(source => ({ ...source, files: [name] }));
      const found: EvidenceFile[] = [
        ...(wanted.length === 0 ? [] : await session.openResults(folder).loadEvidence(wanted, options)),
        ...(others.length === 0 ? [] : await base.loadEvidence(others, options)),
      ];
      return sources.flatMap(source => found.find(each => each.source === source.name) ?? []);
    },
  };
}

/** The folder of a file, and its name in it. Pure. @param path absolute */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf('/');
  return { folder: path.slice(0, end) || '/', name: path.slice(end + 1) };
}
