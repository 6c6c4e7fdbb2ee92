import type { Session } from '../../core/session/session.ts';
import type { GlobalOptions, Host, SessionPurpose } from './host.ts';

/**
 * Opens the registry that a candidate is held against. With `--first` one that does not exist is taken for empty; without it the
 * refusal offers that.
 * @throws InvalidInputError registry-not-chosen, registry-ambiguous, invalid-configuration; NotFoundError registry-not-found
 */
export async function openDeploymentSession(
  host: Host,
  global: GlobalOptions,
  { first, purpose }: { readonly first: boolean; readonly purpose: SessionPurpose },
): Promise<Session> {
  // `--config` is S1's here: the parameters of the project.
  const options = { ...global, configuration: undefined };
  return await host.openSession(options, purpose, first ? 'empty' : 'refused-unless-first');
}
