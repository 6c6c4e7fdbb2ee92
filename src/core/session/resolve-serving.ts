import { NotFoundError } from '../errors/app-error.ts';
import { loadModel } from './load-model.ts';
import { nameAlias } from './name-alias.ts';
import { type ResolvedVersion, resolveLive } from './resolve-live.ts';
import type { Session } from './session.ts';

/** What a server should load, and why that. */
export type ServedVersion = {
  readonly resolved: ResolvedVersion;
  /** In a sentence. */
  readonly reason: string;
  /** Whether something else would be served if it could be. */
  readonly isSecondChoice: boolean;
};

/** S3's order of serving. */
const servingStages = ['Production', 'Staging'] as const;

/**
 * The version a server should load. Where no alias is named, in a registry of MLflow: what is in Production, else in Staging, else under
 * the usual alias of a model that has no stages; in every other one what is live under the usual alias.
 * @param named the alias that is meant; nothing else is served then
 * @throws InvalidInputError invalid-name, usage; NotFoundError model-not-found, alias-not-found; ConflictError history-damaged, version-damaged, version-incomplete: what is
 *   live and cannot be trusted is never passed over for something else
 */
export async function resolveServing(
  session: Session,
  model: string,
  named: string | undefined,
): Promise<ServedVersion> {
  const passedOver: string[] = [];
  for (const alias of await listServingAliases(session, model, named)) {
    const resolved = await findLive(session, model, alias);
    if (resolved !== undefined) return { resolved, ...explain(resolved, passedOver) };
    passedOver.push(alias);
  }
  throw new NotFoundError(
    'alias-not-found',
    `Nothing is live under ${passedOver.join(' or ')} of ${model}.`,
    {
      hint: 'Promote a version first, or name another alias with --alias.',
    },
  );
}

async function listServingAliases(
  session: Session,
  model: string,
  named: string | undefined,
): Promise<readonly string[]> {
  if (named !== undefined) return [await nameAlias(session, model, named)];
  const { usualAlias } = (await loadModel(session, model)).status;
  const isMlflow = session.registry.reader.identity.kind === 'mlflow';
  return isMlflow ? [...new Set([...servingStages, usualAlias])] : [usualAlias];
}

/** undefined: nothing is live there, though the model is. */
async function findLive(
  session: Session,
  model: string,
  alias: string,
): Promise<ResolvedVersion | undefined> {
  try {
    return await resolveLive(session, model, alias);
  } catch (thrown) {
    if (thrown instanceof NotFoundError && thrown.code === 'alias-not-found') return undefined;
    throw thrown;
  }
}

function explain(
  { alias, version }: ResolvedVersion,
  passedOver: readonly string[],
): Pick<ServedVersion, 'reason' | 'isSecondChoice'> {
  const isSecondChoice = passedOver.length > 0;
  const first = isSecondChoice ? `Nothing is in ${passedOver.join(' or ')}: ` : '';
  return { reason: `${first}${alias} is ${version}.`, isSecondChoice };
}
