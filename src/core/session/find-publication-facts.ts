import type { Connection } from '../connections/connection.ts';
import { advisePublishing } from '../deployment/advise-publishing.ts';
import type { DeploymentRequest, PublishWish } from '../deployment/deployment-request.ts';
import type { DeployedVersion, PublicationFacts } from '../deployment/plan-deployment.ts';
import { toAppError } from '../errors/app-error.ts';
import type { Blocker } from '../plan/plan.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { PublicationPlan } from '../publish/publication-plan.ts';
import { guessNextVersion } from '../registry/guess-next-version.ts';
import { emptyModel } from '../registry/registry-index.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { findCandidatePublication } from './find-candidate-publication.ts';
import { openDesk } from './open-desk.ts';
import { type PublicationDesk, preparePublication } from './prepare-publication.ts';
import type { Session } from './session.ts';

/**
 * How a version stands where it is to be published; of one that is not registered yet, as far as that can be known. Undefined when nobody
 * wants it published. What stands in the way is a blocker; only being stopped is thrown.
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
    const facts = await findFacts(session, desk, { ...request, publish }, version, options);
    options.signal?.throwIfAborted();
    return { ...facts, blockers: facts.blockers.map(each => advisePublishing(each, facts.state)) };
  } catch (thrown) {
    options.signal?.throwIfAborted();
    const { code, message, hint } = toAppError(thrown);
    return { ...unknown, blockers: [{ code, message, hint }] };
  }
}

/** What is known of a publication that cannot be looked at: it is blocked, and nothing is left to confirm. */
const unknown = { state: undefined, warnings: [], confirmation: { kind: 'yes' } } as const;

async function findFacts(
  session: Session,
  desk: PublicationDesk,
  request: DeploymentRequest & { readonly publish: PublishWish },
  version: DeployedVersion,
  options: ReadOptions,
): Promise<PublicationFacts> {
  const { subject, publish } = request;
  if (version.at === 'new' && subject.at === 'new') {
    const refusals = await examine(desk, publish, options);
    if (refusals.length > 0) return { ...unknown, blockers: refusals };
    const { registration } = subject;
    const named = version.name ?? (await guessVersion(session, request.model, options));
    return await findCandidatePublication(session, desk, { registration, publish, version: named }, options);
  }
  const name = version.at === 'there' ? version.version : '';
  const wanted = { version: name, operationId: session.createId() };
  const plan = await prepareWanted(session, desk, request, wanted, options);
  // To see that it is published already nobody needs a login.
  if (plan.state.at === 'published') return { ...plan, confirmation: { kind: 'yes' } };
  const refusals = await examine(desk, publish, options);
  return { ...plan, blockers: [...refusals, ...plan.blockers] };
}

async function guessVersion({ registry }: Session, model: string, { signal }: ReadOptions): Promise<string> {
  const { models } = await registry.reader.loadIndex({ signal });
  return guessNextVersion(models.find(each => each.model === model) ?? emptyModel(model));
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

/** What keeps us from publishing there at all. */
async function examine(
  { hub }: PublicationDesk,
  { repository }: PublishWish,
  { signal }: ReadOptions,
): Promise<readonly Blocker[]> {
  const { state, missing } = await hub.examine(repository, { signal });
  const code = codes[state];
  return missing.map(({ what, fix }) => ({
    code,
    message: `${repository}: ${withoutFullStop(what)}.`,
    hint: fix,
  }));
}

/** What it is called that keeps us out, by how the hub stands. */
const codes: Readonly<Record<Connection['state'], Blocker['code']>> = {
  ready: 'access-denied',
  limited: 'access-denied',
  'not-usable': 'network-failed',
  'not-configured': 'login-required',
  'not-asked': 'offline',
};
