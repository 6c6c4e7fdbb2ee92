import type { ChainVerdict } from '../history/chain.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Difference, DifferenceKind } from './difference.ts';
import type { HistoryJudgement } from './judge-history.ts';

/** In what the history of a model differs from the bucket's, or the bucket's is not what it should be; the worst first. Pure. */
export function compareHistory(judgement: HistoryJudgement): readonly Difference[] {
  const { model, parting, damage, inBucket, lost, edited, outdated, ahead, behind } = judgement;
  const name = makeSafeText(`.lastgood/history/${model}`);
  const tell = (
    kind: DifferenceKind,
    generation: number,
    detail: string,
    verdict?: Difference['verdict'],
  ): Difference => ({
    ...{ kind, model, version: undefined, generation, name, detail },
    ...(verdict === undefined ? {} : { verdict }),
  });
  const tellOf = (kind: DifferenceKind, generations: readonly number[], words: string): Difference[] =>
    generations.length === 0
      ? []
      : [tell(kind, Math.min(...generations), `${nameEntries(generations)} of the history: ${words}`)];
  const broken = damage ?? (parting === undefined ? undefined : inBucket);
  return [
    ...(parting ? [tell('history-forked', parting.here.entry.generation, describeParting(parting))] : []),
    ...(broken && isBroken(broken)
      ? [
          {
            ...tell('history-damaged', broken.generation, `it ${broken.words}`, broken.verdict),
            ...accuse(judgement),
          },
        ]
      : []),
    // Nothing is put back while somebody has to decide.
    ...(parting || damage
      ? []
      : tellOf('history-overwritten', lost, 'overwritten or deleted in the bucket').map(difference => ({
          ...difference,
          verdict: findVerdict(inBucket),
        }))),
    ...tellOf('history-edited', edited, 'edited on this machine, and not what the bucket has'),
    ...tellOf('history-edited', outdated, 'not what the bucket has there now'),
    ...tellOf('history-ahead', ahead, 'here and not in the bucket'),
    // A pull brings them once it is known what belongs there.
    ...(parting || damage ? [] : tellOf('only-in-bucket', behind, 'not here')),
  ];
}

/** Where one object alone says that entries are missing, it is named, and what becomes of it. */
function accuse({ damage, accuser }: HistoryJudgement): Pick<Difference, 'detail' | 'remedy'> | undefined {
  if (damage === undefined || accuser === undefined) return undefined;
  const name = makeSafeText(accuser, { limit: 200 });
  const isPointer = damage.verdict === 'truncated';
  const detail = isPointer ? `it ${damage.words}` : `it ${damage.words}: ${name}, which is no entry`;
  const otherwise = 'if entries were lost, restore them in the bucket from their earlier generations.';
  const remedy = isPointer
    ? `If ${name} was copied from elsewhere, delete it in the bucket and run lastgood doctor; ${otherwise}`
    : `If another program put ${name} there, delete it in the bucket; ${otherwise}`;
  return { detail, remedy };
}

/** One that looks whole was altered in its last entry. */
function findVerdict(verdict: ChainVerdict | undefined): Difference['verdict'] {
  return verdict !== undefined && isBroken(verdict) ? verdict.verdict : 'altered';
}

function isBroken(verdict: ChainVerdict): verdict is Exclude<ChainVerdict, { readonly verdict: 'intact' }> {
  return verdict.verdict !== 'intact';
}

function describeParting({ here, inBucket }: NonNullable<HistoryJudgement['parting']>): string {
  const { generation } = here.entry;
  const sides = `here ${describeEntry(here)}; in the bucket ${describeEntry(inBucket)}`;
  return `entry ${generation} is another one here than in the bucket: ${sides}`;
}

/** `promote latest v2 to v3 by anna, operation 6158938c`. */
function describeEntry({ entry }: StoredEntry): string {
  const moves = entry.moves.map(
    ({ alias, from, to }) => `${alias} ${from ?? 'nothing'} to ${to ?? 'nothing'}`,
  );
  const what = [entry.action, moves.join(', ')].filter(part => part !== '').join(' ');
  return `${what} by ${entry.actor}, operation ${entry.operationId.slice(0, 8)}`;
}

/** `entry 5`, or `3 entries from 5 to 7`. */
function nameEntries(generations: readonly number[]): string {
  const [first, last] = [Math.min(...generations), Math.max(...generations)];
  return first === last ? `entry ${first}` : `${generations.length} entries from ${first} to ${last}`;
}
