import { ConflictError } from '../errors/app-error.ts';
import type { MirrorCondition } from '../ports/mirror.ts';

/** A model whose history on this machine is not what the bucket has. */
export type ApartHistory = {
  readonly model: string;
  readonly code: 'history-forked' | 'history-ahead';
};

/** The models whose histories here are not the bucket's, by the last read; each once, in the order found. Pure. */
export function findApart({ differences }: Pick<MirrorCondition, 'differences'>): readonly ApartHistory[] {
  const apart = new Map<string, ApartHistory>();
  for (const { kind, model } of differences) {
    if (model === undefined || (kind !== 'history-forked' && kind !== 'history-ahead')) continue;
    if (kind === 'history-forked' || !apart.has(model)) apart.set(model, { model, code: kind });
  }
  return [...apart.values()];
}

/** What is wrong with it and what to do, as two sentences without the model's name before them. Pure. */
export function describeApart({ code }: Pick<ApartHistory, 'code'>): string {
  return `its history ${sentences[code]}`;
}

const sentences: Readonly<Record<ApartHistory['code'], string>> = {
  'history-forked':
    'is another one here than in the bucket. See both with lastgood sync status, and decide which is right',
  'history-ahead':
    "goes on here where the bucket's ends. See it with lastgood sync status; lastgood sync push brings it there",
};

/**
 * Refuses an answer by which somebody else acts, when it would come from entries that the bucket does not have.
 * @throws ConflictError history-forked, history-ahead
 */
export function requireTogether(condition: MirrorCondition | undefined, model: string): void {
  const apart = condition && findApart(condition).find(each => each.model === model);
  if (apart === undefined) return;
  const words = {
    'history-forked': 'is another one on this machine than in the bucket',
    'history-ahead': 'goes on on this machine where the bucket has no more of it',
  };
  throw new ConflictError(
    apart.code,
    `The history of ${model} ${words[apart.code]}: what is live is not sure.`,
  );
}
