import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { RunLog } from '../../core/ports/run-log.ts';
import type { Session } from '../../core/session/session.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { DeploymentOptions } from './deployment-options.ts';
import type { GlobalOptions, Host } from './host.ts';
import type { FoundParameters } from './read-candidate.ts';

/** What of a host is used to find a tracking server. */
type Tracking = Pick<Host, 'variables' | 'openRunLog'>;

/**
 * The tracking server that is meant: MLFLOW_TRACKING_URI, else `mlflow.tracking_uri` of the parameters, else the server the registry
 * is on. It is not asked yet. @throws InvalidInputError usage when nothing names one; as the host does
 */
export async function openRunLog(
  host: Tracking,
  session: Session,
  { parameters, global }: { readonly parameters: FoundParameters; readonly global: GlobalOptions },
): Promise<RunLog> {
  const place = findTracking(host, session, parameters, global);
  // `--config` is S1's where runs are asked for.
  if (place !== undefined) return await host.openRunLog(place, { ...global, configuration: undefined });
  throw new InvalidInputError('usage', 'Nothing says on which server the runs are.', {
    hint: 'Set MLFLOW_TRACKING_URI, or mlflow.tracking_uri in params.yaml.',
  });
}

function findTracking(
  { variables }: Tracking,
  session: Session,
  { params, path }: FoundParameters,
  { registry }: GlobalOptions,
): { readonly url: string; readonly said: string } | undefined {
  const set = variables['MLFLOW_TRACKING_URI'];
  if (set) return { url: set, said: 'MLFLOW_TRACKING_URI' };
  const { trackingUri } = params.mlflow;
  if (trackingUri !== undefined) return { url: trackingUri, said: path ?? 'params.yaml' };
  const url = findServer(session);
  return url === undefined
    ? undefined
    : { url, said: registry === undefined ? session.registry.reader.identity.name : '--registry' };
}

function findServer({ registry }: Session): string | undefined {
  const url = registry.reader.identity.kind === 'mlflow' ? registry.source?.getCondition().url : undefined;
  return url !== undefined && /^https?:/.test(url) ? url : undefined;
}

/**
 * The experiment a run is logged in: the one named, else MLFLOW_EXPERIMENT_NAME, else `mlflow.experiment_name` of the parameters.
 * @throws InvalidInputError usage when nothing names one
 */
export function findExperiment(
  { variables }: Pick<Host, 'variables'>,
  { experiment }: NonNullable<DeploymentOptions['logRun']>,
  { params }: FoundParameters,
): string {
  const named = experiment ?? (variables['MLFLOW_EXPERIMENT_NAME'] || params.mlflow.experimentName);
  if (named !== undefined) return makeSafeText(named, { limit: 500 });
  throw new InvalidInputError('usage', 'Nothing says in which experiment the run is to be logged.', {
    hint: 'Name it after --log-run, or as mlflow.experiment_name in params.yaml.',
  });
}
