import { checkAliasName } from '../../core/names/model-name.ts';
import type { Session } from '../../core/session/session.ts';
import { findUsualAlias } from '../../core/session/usual-alias.ts';

/** An alias as it was given, checked before anything is opened; undefined when none was. @throws InvalidInputError invalid-name */
export function readAlias(given: string | undefined): string | undefined {
  return given === undefined ? undefined : checkAliasName(given);
}

/** The alias that was given, or the usual one of the model. @throws InvalidInputError invalid-name; AppError as reading the registry does */
export async function chooseAlias(
  session: Pick<Session, 'registry'>,
  model: string,
  given: string | undefined,
): Promise<string> {
  return readAlias(given) ?? (await findUsualAlias(session, model));
}
