import { InvalidInputError, toAppError } from '../../core/errors/app-error.ts';
import { formatGateReport } from '../../core/gate/format-report.ts';
import type { GateReport } from '../../core/gate/report.ts';
import type { UnboundWord } from '../../core/session/unbound-word.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';

/** The files S0's tools look for in a results folder. */
export const statusFileNames = { status: 'quality_gate.txt', report: 'quality_gate.json' } as const;

/**
 * Writes a verdict into its results folder: `PASS` or `FAIL` without a newline, and the whole report. Whatever is not PASS is FAIL to
 * S0. A PASS appears only after its report stands; anything else replaces an older PASS first. Returns the paths.
 * @throws UnavailableError
 */
export async function writeStatusFiles(
  host: Host,
  folder: string,
  report: GateReport,
): Promise<readonly string[]> {
  const status = { path: placeStatusFile(folder), text: report.verdict === 'PASS' ? 'PASS' : 'FAIL' };
  const whole = {
    path: placeReport(folder),
    text: formatGateReport(report),
  };
  const files = report.verdict === 'PASS' ? [whole, status] : [status, whole];
  for (const { path, text } of files) await host.replaceFile(path, text);
  return [whole.path, status.path];
}

/**
 * Replaces the word of an earlier evaluation by `FAIL`, and the report of it by the reason, in words that follow a colon.
 * @throws UnavailableError
 */
export async function withdrawStatus(host: Host, folder: string, why: string): Promise<void> {
  const reason = makeSafeText(why, { limit: 1000 });
  const document = { format: 1, tool: host.tool, withdrawnAt: host.now(), verdict: 'FAIL', reason };
  await host.replaceFile(placeStatusFile(folder), 'FAIL');
  await host.replaceFile(placeReport(folder), `${JSON.stringify(document, undefined, 2)}\n`);
}

/** Whether somebody may take the status file of a results folder for a PASS: one that cannot be read might be. @throws UnavailableError */
export async function claimsPass(host: Host, folder: string): Promise<boolean> {
  try {
    return (await readStatusWord(host, placeStatusFile(folder)))?.includes('PASS') ?? false;
  } catch (thrown) {
    if (toAppError(thrown).code === 'unreadable-file') return true;
    throw thrown;
  }
}

/** Where S0's status file stands in a results folder. Pure. */
export function placeStatusFile(folder: string): string {
  return `${folder.replace(/\/+$/, '')}/${statusFileNames.status}`;
}

function placeReport(folder: string): string {
  return `${folder.replace(/\/+$/, '')}/${statusFileNames.report}`;
}

/** What a status file says, in capitals; undefined where there is no file, or nothing in it. */
export async function readStatusWord(host: Host, path: string): Promise<string | undefined> {
  if ((await host.findPath(path)).kind !== 'file') return undefined;
  const value = await host.readValueFile(path);
  return typeof value === 'string' && value.trim() !== ''
    ? makeSafeText(value.trim().toUpperCase(), { limit: 40 })
    : undefined;
}

/**
 * The word of a status file as a verdict. Undefined too for the FAIL by which an earlier PASS was taken back: that judged nothing.
 */
export async function readStatusVerdict(host: Host, path: string): Promise<string | undefined> {
  const word = await readStatusWord(host, path);
  return word === 'FAIL' && (await isWithdrawn(host, path)) ? undefined : word;
}

/** Whether the report beside a status file says so. One that cannot be read says nothing. */
async function isWithdrawn(host: Host, statusPath: string): Promise<boolean> {
  const path = statusPath.replace(/[^/]*$/, statusFileNames.report);
  if ((await host.findPath(path)).kind !== 'file') return false;
  try {
    const report = await host.readValueFile(path);
    return report !== null && typeof report === 'object' && 'withdrawnAt' in report;
  } catch (thrown) {
    if (toAppError(thrown).code === 'unreadable-file') return false;
    throw thrown;
  }
}

/** Where a status file may be, and whether its word was said to count. */
export type StatusQuestion = {
  readonly results: string | undefined;
  /** Path of the file; undefined: quality_gate.txt of the results. */
  readonly file: string | undefined;
  readonly consent: UnboundWord['consent'];
};

/** The word of a status file beside the evidence. @throws InvalidInputError usage when it was to count and there is none */
export async function findUnboundWord(
  host: Host,
  { results, file, consent }: StatusQuestion,
): Promise<UnboundWord | undefined> {
  const path = file ?? (results === undefined ? undefined : placeStatusFile(results));
  const word = path === undefined ? undefined : await readStatusWord(host, path);
  if (word !== undefined) return { word, consent };
  // A folder without one is judged by its evidence alone.
  if (file === undefined && (results !== undefined || consent === 'not-accepted')) return undefined;
  const message =
    path === undefined
      ? 'No status file was named whose word could be accepted.'
      : `${makeSafeText(path, { limit: 200 })} says nothing about a gate.`;
  throw new InvalidInputError('usage', message, {
    hint: 'Name the file with --quality-gate FILE, or the folder that holds quality_gate.txt with --results DIR.',
  });
}
