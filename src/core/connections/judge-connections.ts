import type { ExitMeaning } from '../exit-codes.ts';
import { type Connection, connectionUses, type ExaminedConnection } from './connection.ts';

/** Services in the order they are told of: by what they are there for, else as they were given. Pure. */
export function orderConnections(connections: readonly ExaminedConnection[]): readonly ExaminedConnection[] {
  return connections.toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** How looking at services ends: what cannot be used is a failure; what is not configured, not asked or only limited is none. Pure. */
export function judgeConnections(connections: readonly Pick<Connection, 'state'>[]): ExitMeaning {
  return connections.some(({ state }) => state === 'not-usable') ? 'unavailable' : 'done';
}

function rankOf({ use }: ExaminedConnection): number {
  return connectionUses.indexOf(use);
}
