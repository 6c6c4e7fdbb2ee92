import { NotFoundError } from '../../core/errors/app-error.ts';
import type { BoundPolicy } from '../../core/gate/policy.ts';
import { isPolicyPath } from '../../core/gate/policy-name.ts';
import type { GateReport } from '../../core/gate/report.ts';
import { evaluateResults, type Judging } from '../../core/session/judge-version.ts';
import { anyName } from '../../core/settings/select-gates.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { GlobalOptions, Host } from './host.ts';
import { warn } from './speak.ts';
import type { StalePass } from './stale-pass.ts';
import { statusFileNames, writeStatusFiles } from './status-files.ts';

/** What judges results where nothing is bound: S0's policy. */
export const originalPolicy = 'rag';

/** Who asks for a judge of results. */
export type JudgeQuestion = {
  /** undefined: what is bound to the alias of every model counts. */
  readonly model: string | undefined;
  readonly alias: string;
};

/** What judging a folder needs, watched. @throws InvalidInputError invalid-configuration */
export async function openWatchedJudging(
  host: Host,
  global: GlobalOptions,
  stale: StalePass,
): Promise<Judging> {
  return stale.follow(await stale.need(() => host.openJudging(global)));
}

/** What is bound, else S0's policy. @throws InvalidInputError invalid-policy; NotFoundError policy-not-found */
export async function getResultsJudge(
  { policies }: Pick<Judging, 'policies'>,
  { model = anyName, alias }: JudgeQuestion,
): Promise<BoundPolicy> {
  return (await policies.findBound(model, alias)) ?? (await policies.getPolicy(originalPolicy));
}

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
 * whatever ends this process leaves none. Where nothing may be written they stay as they are, which is said.
 * @param judging as {@link openWatchedJudging} gives it
 * @throws NotFoundError results-not-found; UnavailableError
 */
export async function judgeResultsHere(
  host: Host,
  judging: Judging,
  { folder, bound, statusFiles }: ResultsQuestion,
  stale: StalePass,
): Promise<JudgedResults> {
  const request = { bound, results: folder };
  if (statusFiles === 'write' && judging.writes.access === 'write') {
    return await stale.replace(async () => {
      const { report } = await evaluateResults({ ...judging, onVerdict: undefined }, request, host.stop);
      return { report, written: await writeStatusFiles(host, folder, report) };
    });
  }
  const { report } = await evaluateResults(judging, request, host.stop);
  if (statusFiles === 'write' && judging.writes.access === 'read-only') {
    const { status, report: whole } = statusFileNames;
    warn(host, `Nothing is written, ${judging.writes.because}: ${status} and ${whole} stay as they are.`);
  }
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
