import { NotFoundError } from '../../core/errors/app-error.ts';
import type { BoundPolicy } from '../../core/gate/policy.ts';
import { isPolicyPath } from '../../core/gate/policy-name.ts';
import type { GateReport } from '../../core/gate/report.ts';
import { evaluateResults, type Judging } from '../../core/session/judge-version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import type { StalePass } from './stale-pass.ts';
import { writeStatusFiles } from './status-files.ts';

/** A results folder to be judged, and what to do with the verdict. */
export type ResultsQuestion = {
  /** Absolute, as {@link findResults} gives it. */
  readonly folder: string;
  readonly bound: BoundPolicy;
  readonly statusFiles: 'write' | 'leave';
};

/** A verdict on a results folder, and the status files that were written. */
export type JudgedResults = { readonly report: GateReport; readonly written: readonly string[] };

/**
 * Judges a results folder that belongs to no version. Where status files are kept, an older PASS is taken back before anything is read:
 * whatever ends this process leaves none.
 * @throws NotFoundError results-not-found; UnavailableError
 */
export async function judgeResultsHere(
  host: Host,
  judging: Pick<Judging, 'openResults' | 'now' | 'tool'>,
  { folder, bound, statusFiles }: ResultsQuestion,
  stale: StalePass,
): Promise<JudgedResults> {
  if (statusFiles === 'write') {
    await stale.suspend();
    const { report } = await evaluateResults(judging, { bound, results: folder }, host.stop);
    return { report, written: await writeStatusFiles(host, folder, report) };
  }
  const told = { ...judging, onVerdict: stale.hear };
  const { report } = await evaluateResults(told, { bound, results: folder }, host.stop);
  return { report, written: [] };
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
