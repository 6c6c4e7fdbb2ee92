import type { Deployment } from '../deployment/deployment.ts';
import type { DeploymentRequest } from '../deployment/deployment-request.ts';
import { formatSubject } from '../deployment/is-superseded.ts';
import { ConflictError } from '../errors/app-error.ts';
import { formatCanonicalJson, type Json } from '../history/canonical-json.ts';
import { loadDeployments } from './load-deployments.ts';
import type { Session } from './session.ts';

/**
 * The deployment of this machine that was cut off and asked for the same; undefined when there is none.
 * @throws ConflictError deployment-running when one of the same model and alias is carried on now; UnavailableError
 */
export async function findBegun(
  session: Pick<Session, 'deploying'>,
  request: DeploymentRequest,
): Promise<Deployment | undefined> {
  const { deployments } = await loadDeployments(session);
  const same = deployments.filter(
    ({ deployment: { model, alias } }) => model === request.model && alias === request.alias,
  );
  const running = same.find(({ at }) => at === 'running')?.deployment;
  if (running !== undefined) {
    const { title, startedAt, actor } = running;
    throw new ConflictError(
      'deployment-running',
      `${title}: ${actor} began it ${startedAt}, and it runs now.`,
    );
  }
  const wanted = formatRequest(request);
  return same.find(({ deployment }) => formatRequest(deployment.request) === wanted)?.deployment;
}

/** One spelling of what was asked for, whatever was left out of it. */
function formatRequest({ subject, ...request }: DeploymentRequest): string {
  return `${formatCanonicalJson(JSON.parse(JSON.stringify(request)) as Json)}${formatSubject(subject)}`;
}
