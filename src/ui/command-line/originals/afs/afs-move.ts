import { confirmAliasMove } from '../../../../core/plan/confirmation.ts';
import type { Session } from '../../../../core/session/session.ts';
import { usualAliasOf } from '../../../../core/session/usual-alias.ts';
import type { Consent } from '../../consent.ts';
import { readText } from '../../reason.ts';

/** How a move was asked for. */
type MoveOptions = Consent & { readonly reason: string | undefined };

/**
 * The options of a move of what is deployed, confirmed: S2's commands name the model and the version themselves, so that --yes with a
 * --reason for the record stands for typing the alias once more. Pure.
 */
export function takeReasonAsConfirmation<Options extends MoveOptions>(
  session: Pick<Session, 'protection' | 'registry'>,
  model: string,
  options: Options,
): Options {
  const isSaid = options.yes && options.confirm === undefined && readText(options.reason ?? '') !== '';
  const confirmation = confirmAliasMove(session.protection, model, usualAliasOf(session));
  return isSaid && confirmation.kind === 'typed' ? { ...options, confirm: confirmation.text } : options;
}
