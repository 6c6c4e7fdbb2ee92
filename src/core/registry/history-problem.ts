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
