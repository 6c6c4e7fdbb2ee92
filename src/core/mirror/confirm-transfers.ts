import { confirmAliasMove, type ProtectionRules } from '../plan/confirmation.ts';
import type { Confirmation } from '../plan/plan.ts';
import type { Transfer } from './transfer.ts';

/**
 * How carrying is confirmed: where a protected alias says something else afterwards, by typing its name as for any other move of it, or
 * the names of all of them with commas between. Pure.
 */
export function confirmTransfers(rules: ProtectionRules, transfers: readonly Transfer[]): Confirmation {
  const texts = transfers.flatMap(({ move }) => {
    const confirmation = move && confirmAliasMove(rules, move.model, move.alias);
    return confirmation?.kind === 'typed' ? [confirmation.text] : [];
  });
  return texts.length === 0 ? { kind: 'yes' } : { kind: 'typed', text: [...new Set(texts)].join(',') };
}
