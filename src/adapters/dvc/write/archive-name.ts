import { childPath } from '../../files/child-path.ts';
import { archivedEnding, formatArchiveFolder } from '../dvc-places.ts';

/**
 * Where the copy of a pointer goes that is replaced now, from the top on: `…/archive/qwen/2026-11-21T03-04-05-run-001.dvc.archived`.
 * @param at ISO 8601 UTC
 * @param isTaken whether something stands at a path already: two moves may be made in one second
 * @throws InvalidInputError invalid-name
 */
export function formatArchiveTarget(
  family: string,
  run: string,
  at: string,
  isTaken: (path: string) => boolean,
): string {
  const time = at.slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${time}-${run}` : `${time}-${run}_${count}`;
    const path = childPath(formatArchiveFolder(family), `${name}${archivedEnding}`);
    if (!isTaken(path)) return path;
  }
}
