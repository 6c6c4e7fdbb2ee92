import { checkAliasName } from '../../core/names/model-name.ts';
import { nameAlias } from '../../core/session/name-alias.ts';
import type { Session } from '../../core/session/session.ts';
import { findUsualAlias } from '../../core/session/usual-alias.ts';

/** An alias as it was given where no registry is asked; undefined when none was. @throws InvalidInputError invalid-name */
export function readAlias(given: string | undefined): string | undefined {
  return given === undefined ? undefined : checkAliasName(given);
}

/**
 * The alias that was given, as the registry has it, or the usual one of the model.
 * @throws InvalidInputError invalid-name, usage; AppError as reading the registry does
 */
export async function chooseAlias(
  session: Pick<Session, 'registry'>,
  model: string,
  given: string | undefined,
): Promise<string> {
  return given === undefined ? await findUsualAlias(session, model) : await nameAlias(session, model, given);
}
