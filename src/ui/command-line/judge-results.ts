import { NotFoundError, toAppError } from '../../core/errors/app-error.ts';
import type { BoundPolicy } from '../../core/gate/policy.ts';
import { isPolicyPath } from '../../core/gate/policy-name.ts';
import type { GateReport } from '../../core/gate/report.ts';
import { evaluateResults, type Judging } from '../../core/session/judge-version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { withdrawStatus, writeStatusFiles } from './status-files.ts';

/** A results folder to be judged, and what to do with the verdict. */
export type ResultsQuestion = {
  /** As typed. */
  readonly results: string;
  readonly bound: BoundPolicy;
  readonly statusFiles: 'write' | 'leave';
};

/** A verdict on a results folder, and the status files that were written. */
export type JudgedResults = { readonly report: GateReport; readonly written: readonly string[] };

/**
 * Judges a results folder that belongs to no version. Where status files are kept, an evaluation that breaks leaves no PASS of an
 * earlier one. @throws NotFoundError results-not-found; UnavailableError
 */
export async function judgeResultsHere(
  host: Host,
  judging: Pick<Judging, 'openResults' | 'now' | 'tool'>,
  { results, bound, statusFiles }: ResultsQuestion,
): Promise<JudgedResults> {
  const folder = await findResults(host, results);
  try {
    const { report } = await evaluateResults(judging, { bound, results: folder }, host.stop);
    const written = statusFiles === 'write' ? await writeStatusFiles(host, folder, report) : [];
    return { report, written };
  } catch (thrown) {
    // The failure that led here is what the caller must hear of.
    if (statusFiles === 'write') await withdrawStatus(host, folder).catch(toAppError);
    throw thrown;
  }
}

/** The absolute path of a results folder. @throws NotFoundError results-not-found */
export async function findResults(host: Host, results: string): Promise<string> {
  const found = await host.findPath(results);
  if (found.kind === 'folder') return found.path;
  const shown = makeSafeText(results, { limit: 200 });
  const message =
    found.kind === 'nothing' ? `There is no results folder at ${shown}.` : `${shown} is not a folder.`;
  throw new NotFoundError('results-not-found', message, { data: { path: shown } });
}

/** A policy as it was named: the path of a file from where the command was typed. */
export async function findPolicyName(host: Host, named: string): Promise<string> {
  return isPolicyPath(named) ? (await host.findPath(named)).path : named;
}
