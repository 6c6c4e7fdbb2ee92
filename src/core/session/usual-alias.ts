import { defaultAliasOf } from '../registry/default-alias.ts';
import type { Session } from './session.ts';

/** The alias that is meant where none is named, in the registry of a session. Pure. */
export function usualAliasOf({ registry }: Pick<Session, 'registry'>): string {
  return defaultAliasOf(registry.reader.identity.kind);
}
