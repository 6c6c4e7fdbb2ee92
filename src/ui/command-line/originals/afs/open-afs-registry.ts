import { InvalidInputError } from '../../../../core/errors/app-error.ts';
import type { Session } from '../../../../core/session/session.ts';
import type { MissingRegistry } from '../../../../core/settings/judge-place.ts';
import type { SessionPurpose } from '../../host.ts';
import type { Call } from '../../verb.ts';

/** The group of S2's commands. */
export const afsGroup = "The originals' own commands";

/**
 * Opens the catalogue that S2's commands mean: what `--registry` names, else a configured one, else S2's own file.
 * @param missing what it means when there is no such file
 * @throws InvalidInputError capability-missing for a registry of another kind; as the host does
 */
export async function openAfsRegistry(
  { host, global }: Pick<Call, 'host' | 'global'>,
  purpose: SessionPurpose,
  missing: MissingRegistry = 'refused',
): Promise<Session> {
  const session = await host.openSession({ ...global, kind: 'catalog' }, purpose, missing);
  const { kind, name } = session.registry.reader.identity;
  if (kind === 'catalog') return session;
  throw new InvalidInputError(
    'capability-missing',
    `${name} is a registry of kind ${kind}, and afs works on S2's files alone.`,
    { hint: 'Name the file of models with --registry FILE.' },
  );
}
