import { ConflictError } from '../errors/app-error.ts';
import { type ChainVerdict, verdictWords } from '../history/chain.ts';
import type { MirrorCondition } from '../ports/mirror.ts';
import type { Disagreement } from '../registry/registry-index.ts';
import type { Difference, DifferenceKind } from './difference.ts';

/** Kinds of difference that concern what a history says, the worst first. */
const kinds = [
  'history-forked',
  'history-damaged',
  'history-edited',
  'history-overwritten',
  'history-ahead',
] as const satisfies readonly DifferenceKind[];
type Kind = (typeof kinds)[number];

/** A model whose history on this machine is not what the bucket has, or is not whole there. */
export type ApartHistory = Pick<Difference, 'detail' | 'verdict'> & {
  readonly model: string;
  readonly kind: Kind;
  /** The first entry that is not the same on both sides, or that is wrong. */
  readonly generation: number;
};

/** The models whose histories are apart, by the last read; each once, by what is worst about it, in the order found. Pure. */
export function findApart({ differences }: Pick<MirrorCondition, 'differences'>): readonly ApartHistory[] {
  const apart = new Map<string, ApartHistory>();
  for (const { kind, model, generation = 1, detail, verdict } of differences) {
    const found = kinds.find(each => each === kind);
    if (model === undefined || found === undefined) continue;
    const before = apart.get(model);
    if (before === undefined || kinds.indexOf(found) < kinds.indexOf(before.kind))
      apart.set(model, { model, kind: found, generation, detail, verdict });
  }
  return [...apart.values()];
}

/**
 * The verdict on a history with what the bucket has of it: one that is intact by itself and another one than the bucket's is forked, and one
 * that the bucket has not whole is what it is there. What only goes on here is neither. Pure.
 */
export function judgeTogether(
  verdict: ChainVerdict,
  condition: Pick<MirrorCondition, 'differences'> | undefined,
  model: string,
): ChainVerdict {
  const apart = condition && findApart(condition).find(each => each.model === model);
  if (apart === undefined || apart.kind === 'history-ahead') return verdict;
  if (apart.kind === 'history-edited' && verdict.verdict !== 'intact') return verdict;
  const found = apart.verdict ?? verdicts[apart.kind];
  const { generation, detail } = apart;
  const words =
    apart.kind === 'history-damaged' ? detail.replace(/^it /, '') : `${verdictWords[found]}: ${detail}`;
  return { verdict: found, generation, words };
}

const verdicts = {
  'history-forked': 'forked',
  'history-damaged': 'altered',
  'history-edited': 'altered',
  'history-overwritten': 'altered',
} as const satisfies Readonly<Record<Exclude<Kind, 'history-ahead'>, ChainVerdict['verdict']>>;

/** What is wrong with it and what to do, as two sentences without the model's name before them. Pure. */
export function describeApart({ kind }: Pick<ApartHistory, 'kind'>): string {
  const { problem, hint } = disagreements[kind];
  return `history ${problem}. ${hint.replace(/\.$/, '')}`;
}

/** Why nothing may be written behind such a history, and what to do. */
export const disagreements: Readonly<Record<Kind, Disagreement>> = {
  'history-forked': {
    code: 'history-forked',
    problem: 'is another one here than in the bucket',
    hint: 'See both with lastgood sync status, and decide which is right.',
  },
  'history-damaged': {
    code: 'history-damaged',
    problem: 'is not whole in the bucket',
    hint: 'See what is wrong and what to do with lastgood sync status.',
  },
  'history-edited': {
    code: 'history-damaged',
    problem: 'is not what the bucket has: it was edited here, or put right there since',
    hint: 'Run lastgood sync pull: it brings what the bucket has.',
  },
  'history-overwritten': {
    code: 'history-damaged',
    problem: 'was overwritten or deleted in the bucket, and stands here as it was',
    hint: 'Run lastgood doctor: it puts back what the bucket lost.',
  },
  'history-ahead': {
    code: 'history-ahead',
    problem: "goes on here where the bucket's ends",
    hint: 'See it with lastgood sync status; lastgood sync push brings it there.',
  },
};

/**
 * Refuses an answer by which somebody else acts, when it would come from entries that the bucket does not have, or that may not be all.
 * One that the bucket lost, and that this copy has as it stood there, is sure.
 * @throws ConflictError history-forked, history-ahead, history-damaged
 */
export function requireTogether(condition: MirrorCondition | undefined, model: string): void {
  const apart = condition && findApart(condition).find(each => each.model === model);
  if (apart === undefined || apart.kind === 'history-overwritten') return;
  const { code, problem, hint } = disagreements[apart.kind];
  throw new ConflictError(code, `The history of ${model} ${problem}: what is live is not sure.`, { hint });
}
