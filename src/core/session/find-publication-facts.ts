import type { Connection } from '../connections/connection.ts';
import type { DeploymentRequest, PublishWish } from '../deployment/deployment-request.ts';
import type { DeployedVersion, PublicationFacts } from '../deployment/plan-deployment.ts';
import { toAppError } from '../errors/app-error.ts';
import type { Blocker } from '../plan/plan.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { PublicationPlan } from '../publish/publication-plan.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { openDesk } from './open-desk.ts';
import { type PublicationDesk, preparePublication } from './prepare-publication.ts';
import type { Session } from './session.ts';

/**
 * How a version stands where it is to be published; of one that is not registered yet, whether the hub lets us in. Undefined when nobody
 * wants it published. Never throws for a foreseen failure: what stands in the way is a blocker.
 */
export async function findPublicationFacts(
  session: Session,
  request: DeploymentRequest,
  version: DeployedVersion,
  options: ReadOptions = {},
): Promise<PublicationFacts | undefined> {
  const { publish } = request;
  if (publish === undefined) return undefined;
  try {
    const desk = await openDesk(session);
    if (version.at === 'new') return await examine(desk, publish, options);
    const wanted = { version: version.version, operationId: session.createId() };
    return await prepareWanted(session, desk, request, wanted, options);
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    return { state: undefined, blockers: [{ code, message, hint }], warnings: [] };
  }
}

/**
 * Plans the publication of a deployment, as the version stands now.
 * @throws InvalidInputError capability-missing where the deployment publishes nothing; else as `preparePublication`
 */
export async function prepareWanted(
  session: Session,
  desk: PublicationDesk,
  { model, alias, publish, gate, reason }: DeploymentRequest,
  wanted: { readonly version: string; readonly operationId: string },
  options: ReadOptions = {},
): Promise<PublicationPlan> {
  if (publish === undefined) throw new RangeError('Only what is to be published is planned.');
  const { publicBy, ...said } = publish;
  const override = gate === 'overridden' ? { alias, reason } : undefined;
  const wish = { ...said, model, ...wanted, override };
  return await preparePublication(session, desk, { wish, publicBy }, options);
}

/** Before anything is registered for it: what keeps us from publishing there at all. */
async function examine(
  { hub }: PublicationDesk,
  { repository }: PublishWish,
  { signal }: ReadOptions,
): Promise<PublicationFacts> {
  const { state, missing } = await hub.examine(repository, { signal });
  const code = codes[state];
  const blockers = missing.map(({ what, fix }) => ({
    code,
    message: `${repository}: ${withoutFullStop(what)}.`,
    hint: fix,
  }));
  return { state: undefined, blockers, warnings: [] };
}

/** What it is called that keeps us out, by how the hub stands. */
const codes: Readonly<Record<Connection['state'], Blocker['code']>> = {
  ready: 'access-denied',
  limited: 'access-denied',
  'not-usable': 'network-failed',
  'not-configured': 'login-required',
  'not-asked': 'offline',
};
