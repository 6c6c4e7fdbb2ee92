import type { GateQuery } from '../../core/session/gate-view.ts';
import type { Session } from '../../core/session/session.ts';
import { findUsualAlias } from '../../core/session/usual-alias.ts';

/** What is asked of a gate, where the usual alias of the model may be meant. */
export type GateWish = Omit<GateQuery, 'alias'> & {
  /** undefined: the usual one. */
  readonly alias: string | undefined;
};

/** The same with its alias. @throws as reading the registry does */
export async function completeQuery(
  session: Pick<Session, 'registry'>,
  { alias, ...wish }: GateWish,
  signal?: AbortSignal,
): Promise<GateQuery> {
  return { ...wish, alias: alias ?? (await findUsualAlias(session, wish.model, signal)) };
}
