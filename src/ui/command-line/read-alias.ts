import { checkAliasName } from '../../core/names/model-name.ts';
import type { Session } from '../../core/session/session.ts';
import { usualAliasOf } from '../../core/session/usual-alias.ts';

/** An alias as it was given, checked before anything is opened; undefined when none was. @throws InvalidInputError invalid-name */
export function readAlias(given: string | undefined): string | undefined {
  return given === undefined ? undefined : checkAliasName(given);
}

/** The alias that was given, or the usual one of the registry. @throws InvalidInputError invalid-name */
export function chooseAlias(session: Pick<Session, 'registry'>, given: string | undefined): string {
  return readAlias(given) ?? usualAliasOf(session);
}
