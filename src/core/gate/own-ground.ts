import type { BoundCheck, VersionBinding } from '../ports/registry.ts';
import type { BoundFile, GateReport } from './report.ts';

/** A version's own file that a verdict on record stood on, and that a verdict made now cannot stand on. */
export type LostFile = Pick<BoundCheck, 'name' | 'outcome'>;

/**
 * The version's own files that verdicts stood on and that are not among those bound now, each as the newest verdict had it. Each verdict
 * counts: one that was made without a file does not make it forgotten. Pure.
 * @param reports oldest first
 */
export function listUnboundSince(
  reports: readonly Pick<GateReport, 'files'>[],
  bound: VersionBinding['files'],
): readonly BoundFile[] {
  const here = new Set(bound.map(describeGround));
  const earlier = new Map<string, BoundFile>();
  for (const file of reports.flatMap(({ files }) => files)) {
    const isOwn = file.source === ownSource && file.place !== 'kept';
    if (isOwn && !here.has(describeGround(file)))
      earlier.set(`${file.host ?? ''} ${describeGround(file)}`, file);
  }
  return [...earlier.values()];
}

/** Those that are missed: not what lies on another machine, where it may well be. A file is named once. Pure. */
export function findLostFiles(checks: readonly BoundCheck[]): readonly LostFile[] {
  const lost = checks.filter(({ outcome }) => outcome !== 'elsewhere');
  return [...new Map(lost.map(check => [check.name, check])).values()];
}

/** What stands as the source of a version's own files. */
const ownSource = 'version';

function describeGround({ name, place }: BoundFile): string {
  return `${place} ${name}`;
}
