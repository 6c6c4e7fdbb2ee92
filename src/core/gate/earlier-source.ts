import type { ReadEvidence } from '../evidence/evidence-file.ts';
import type { Policy } from './policy.ts';
import type { GateReport } from './report.ts';

/** What verdicts on record for a version stood on, of one source. */
export type EarlierSource = {
  readonly source: string;
  /** Paths of its repeat runs, of the verdict that stood on most of them; safe to show. */
  readonly repeats: readonly string[];
};

/**
 * What a verdict stood on: the files it was bound to, and files that were there and could not be used. How many repeat runs a source had
 * that could not be used nobody knows. Pure.
 */
export function listEarlierSources(
  report: Pick<GateReport, 'files' | 'rules'>,
  policy: Policy,
): readonly EarlierSource[] {
  const bound = Map.groupBy(report.files, file => file.source);
  const judged = new Set(report.rules.flatMap(({ verdict, file }) => (verdict === 'SKIPPED' ? [] : [file])));
  return policy.evidence.flatMap(({ name, files }): EarlierSource[] => {
    // A file stands before its repeat runs.
    const found = bound.get(name);
    if (found !== undefined) return [{ source: name, repeats: found.slice(1).map(file => file.name) }];
    return files.some(file => judged.has(file)) ? [{ source: name, repeats: [] }] : [];
  });
}

/** What several verdicts stood on: every source of any of them, with the most repeat runs it ever had. Pure. */
export function mergeEarlierSources(
  verdicts: readonly (readonly EarlierSource[])[],
): readonly EarlierSource[] {
  const merged = new Map<string, EarlierSource>();
  for (const earlier of verdicts.flat()) {
    const known = merged.get(earlier.source);
    if (known === undefined || known.repeats.length < earlier.repeats.length)
      merged.set(earlier.source, earlier);
  }
  return [...merged.values()];
}

/**
 * The repeat runs of an earlier verdict that are gone, by path; empty when there are at least as many as then. Runs are told apart by
 * the name of their folder, since a results folder and a version lay them out differently. Pure.
 */
export function findMissingRepeats(
  earlier: EarlierSource | undefined,
  repeats: readonly Pick<ReadEvidence, 'name'>[],
): readonly string[] {
  if (earlier === undefined || earlier.repeats.length <= repeats.length) return [];
  const there = new Set(repeats.map(({ name }) => nameRun(name)));
  return earlier.repeats.filter(path => !there.has(nameRun(path)));
}

function nameRun(path: string): string {
  return path.split('/').at(-2) ?? path;
}
