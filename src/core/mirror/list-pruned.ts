import { describeMove } from './describe-move.ts';
import { nameWhole, type Sides } from './sides.ts';
import type { Transfer } from './transfer.ts';

/** What is taken away from the side that is written, by the word of a history: only ever by request. Pure. */
export function listPruned(sides: Sides, direction: 'pull' | 'push'): readonly Transfer[] {
  return direction === 'pull'
    ? listRetired(sides, true)
    : [...listRetired(sides, false), ...listCovered(sides)];
}

/** Files in the place of a pointer of which a history says what it is. */
function listCovered({ pointers, versions }: Sides): readonly Transfer[] {
  return pointers
    .filter(({ copiedFiles, wanted, withheld }) => copiedFiles > 0 && (wanted ?? withheld) !== undefined)
    .map(pointer => {
      const { name, copiedFiles, wanted, withheld } = pointer;
      const move = describeMove({ ...pointer, wanted: wanted ?? withheld }, versions);
      const from = move.from ?? 'what they are';
      const lie = copiedFiles === 1 ? 'file lies' : 'files lie';
      const change = `old programs load ${move.to ?? 'nothing'} then instead of ${from}`;
      return {
        ...{ to: 'bucket', act: 'remove', unit: 'pointer', name, files: [], sizeBytes: 0 },
        why: `${copiedFiles} ${lie} under its name, as a copying tool left them; the pointer is written instead: ${change}`,
        ...(move.from === move.to ? {} : { move }),
      };
    });
}

/** On the side that is written, versions the other side does not have and the history says are gone. */
function listRetired({ versions, files }: Sides, isPull: boolean): readonly Transfer[] {
  return [...versions].flatMap(([folder, version]): readonly Transfer[] => {
    const isThere = (isPull ? version.here : version.inBucket) !== 'absent';
    // A claim may be all that is left of a version that was deleted.
    const isElsewhere = (isPull ? version.inBucket : version.here) === 'whole';
    if (!version.isRetired || !isThere || isElsewhere) return [];
    const own = files.filter(file => nameWhole(file.name) === folder);
    // Of a version that was taken away the claim of its number stays.
    if (own.length === 0 && (isPull ? version.here : version.inBucket) === 'begun') return [];
    return [
      {
        to: isPull ? 'cache' : 'bucket',
        act: 'remove',
        unit: 'version',
        name: folder,
        files: own.map(file => file.name),
        sizeBytes: own.reduce((sum, file) => sum + file.sizeBytes, 0),
        why: 'the history says that it was archived, and the other side has it no more',
      },
    ];
  });
}
