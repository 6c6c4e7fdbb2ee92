import type { HistoryJudgement } from './judge-history.ts';
import { nameWhole, type Sides } from './sides.ts';
import type { Transfer } from './transfer.ts';

/** Models of which a person, doctor or a pull has to put the history right first. Pure. */
export function listConflicting({ histories }: Sides): ReadonlySet<string | undefined> {
  const isConflicting = (each: HistoryJudgement): boolean =>
    isUnsettled(each) || each.lost.length + each.edited.length + each.outdated.length > 0;
  return new Set(histories.filter(isConflicting).map(({ model }) => model));
}

/** Nobody but a person can say what belongs there. */
function isUnsettled({ parting, damage }: HistoryJudgement): boolean {
  return parting !== undefined || damage !== undefined;
}

/** What the bucket has and the copy has not as it is there. Entries that are not the bucket's are kept beside. Pure. */
export function pullHistory(judgement: HistoryJudgement, sides: Sides): readonly Transfer[] {
  const { edited, outdated, behind } = judgement;
  if (isUnsettled(judgement)) return [];
  const replaced = [...edited, ...outdated];
  const why =
    edited.length > 0
      ? 'it was edited here; what is here is kept beside'
      : 'it was put right in the bucket; what is here is kept beside';
  const how: Pick<Transfer, 'act' | 'why'> =
    replaced.length > 0 ? { act: 'set-aside', why } : { act: 'add', why: 'it is not here yet' };
  return carryHistory(judgement, [...replaced, ...behind], sides, { to: 'cache', ...how });
}

/** What stands here behind the last entry of the bucket. Pure. */
export function pushHistory(judgement: HistoryJudgement, sides: Sides): readonly Transfer[] {
  const { model, ahead } = judgement;
  if (listConflicting(sides).has(model)) return [];
  return carryHistory(judgement, ahead, sides, {
    to: 'bucket',
    act: 'add',
    why: 'the bucket does not have it',
  });
}

function carryHistory(
  { model }: HistoryJudgement,
  generations: readonly number[],
  { files }: Sides,
  how: Pick<Transfer, 'to' | 'act' | 'why'>,
): readonly Transfer[] {
  const wanted = new Set(generations);
  const own = files.filter(
    file => file.part === 'history' && file.model === model && wanted.has(file.generation ?? 0),
  );
  const [first] = own;
  if (first === undefined) return [];
  const sizeBytes = own.reduce((sum, file) => sum + file.sizeBytes, 0);
  return [
    { ...how, unit: 'history', name: nameWhole(first.name), files: own.map(file => file.name), sizeBytes },
  ];
}
