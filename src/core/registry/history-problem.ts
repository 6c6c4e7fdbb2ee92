import type { ModelStatus } from './model-status.ts';

/**
 * Why the history of a model cannot be relied on, in words that follow `history`. Undefined where it is whole, and where the registry
 * leads: what is live is known there without it. Pure.
 */
export function findHistoryProblem({
  chain,
  leads,
}: Pick<ModelStatus, 'chain' | 'leads'>): string | undefined {
  return chain.verdict === 'intact' || leads === 'registry' ? undefined : chain.words;
}

/**
 * That versions may be missing from what was live, where the registry leads and the record of its moves is not whole: a sentence.
 * Undefined where the history is whole, and where it leads: it is a problem there. Pure.
 */
export function warnOfLostRecords({
  chain,
  leads,
  index,
}: Pick<ModelStatus, 'chain' | 'leads' | 'index'>): string | undefined {
  if (chain.verdict === 'intact' || leads !== 'registry') return undefined;
  return `The history of ${index.model} ${chain.words}: versions that were live may be missing from it, and the last good one with them.`;
}
