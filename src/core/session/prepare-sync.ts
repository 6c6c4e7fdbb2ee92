import { confirmTransfers } from '../mirror/confirm-transfers.ts';
import type { Transfer } from '../mirror/transfer.ts';
import type { Confirmation } from '../plan/plan.ts';
import type { Mirror } from '../ports/mirror.ts';
import { getMirror } from './refresh-source.ts';
import type { Session } from './session.ts';

/** What would be carried to the other side, and how that is confirmed. */
export type PlannedSync = { readonly transfers: readonly Transfer[]; readonly confirmation: Confirmation };

/**
 * Finds out what would be carried. Changes nothing and does not ask the bucket.
 * @throws BugError where there is no bucket
 */
export async function prepareSync(
  session: Session,
  ...how: Parameters<Mirror['describeTransfers']>
): Promise<PlannedSync> {
  const transfers = await getMirror(session).describeTransfers(...how);
  return { transfers, confirmation: confirmTransfers(session.protection, transfers) };
}
