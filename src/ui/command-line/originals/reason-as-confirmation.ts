import { confirmAliasMove } from '../../../core/plan/confirmation.ts';
import type { Session } from '../../../core/session/session.ts';
import { usualAliasOf } from '../../../core/session/usual-alias.ts';
import type { Consent } from '../consent.ts';
import { readText } from '../reason.ts';

/** How a move was asked for. */
type MoveOptions = Consent & { readonly reason: string | undefined };

/**
 * The options of a move of what is live, confirmed: the commands of S2 and S3 name the model and what becomes of it themselves, so that
 * --yes with a --reason for the record stands for typing the alias once more. Pure.
 * @param alias the usual one when it is not said
 */
export function takeReasonAsConfirmation<Options extends MoveOptions>(
  session: Pick<Session, 'protection' | 'registry'>,
  model: string,
  options: Options,
  alias: string = usualAliasOf(session),
): Options {
  const isSaid = options.yes && options.confirm === undefined && readText(options.reason ?? '') !== '';
  const confirmation = confirmAliasMove(session.protection, model, alias);
  return isSaid && confirmation.kind === 'typed' ? { ...options, confirm: confirmation.text } : options;
}
