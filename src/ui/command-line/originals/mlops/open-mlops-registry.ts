import { InvalidInputError } from '../../../../core/errors/app-error.ts';
import type { Session } from '../../../../core/session/session.ts';
import type { SessionPurpose } from '../../host.ts';
import type { Call } from '../../verb.ts';

/** The group of S3's commands. */
export const mlopsGroup = "The originals' own commands";

/**
 * Opens the MLflow registry that S3's commands mean: what `--registry` names, else a configured one, else MLFLOW_TRACKING_URI.
 * @throws InvalidInputError capability-missing for a registry of another kind; as the host does
 */
export async function openMlopsRegistry(
  { host, global }: Pick<Call, 'host' | 'global'>,
  purpose: SessionPurpose,
): Promise<Session> {
  const session = await host.openSession({ ...global, kind: 'mlflow' }, purpose);
  const { kind, name } = session.registry.reader.identity;
  if (kind === 'mlflow') return session;
  throw new InvalidInputError(
    'capability-missing',
    `${name} is a registry of kind ${kind}, and mlops works on MLflow alone.`,
    { hint: 'Name the server with --registry https://HOST, or set MLFLOW_TRACKING_URI.' },
  );
}
