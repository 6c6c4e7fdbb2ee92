import { confirmAliasMove, joinConfirmations, type ProtectionRules } from '../plan/confirmation.ts';
import type { Confirmation } from '../plan/plan.ts';
import type { Transfer } from './transfer.ts';

/**
 * How carrying is confirmed: where a protected alias says something else afterwards, by typing its name as for any other move of it, or
 * the names of all of them with commas between. Pure.
 */
export function confirmTransfers(rules: ProtectionRules, transfers: readonly Transfer[]): Confirmation {
  return joinConfirmations(
    transfers.flatMap(({ move }) => (move ? [confirmAliasMove(rules, move.model, move.alias)] : [])),
  );
}
