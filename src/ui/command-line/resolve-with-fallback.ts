import { type AppError, NotFoundError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import { requireTogether } from '../../core/mirror/find-apart.ts';
import { formatModelUri } from '../../core/names/server-version.ts';
import type { ServingFacts } from '../../core/serving/endpoint.ts';
import { resolveServing, type ServedVersion } from '../../core/session/resolve-serving.ts';
import type { Session } from '../../core/session/session.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { formatAgo } from '../format/gate.ts';
import type { Host } from './host.ts';
import { warn } from './speak.ts';

/** What is to be served, as asked. */
export type ResolveQuery = {
  readonly model: string;
  readonly alias: string | undefined;
  /** Path on this machine, as typed. */
  readonly fallback: string | undefined;
};

/** What a server should load. */
export type Serving =
  | {
      readonly source: 'alias';
      readonly served: ServedVersion;
      readonly reason: string;
      /** ISO 8601 UTC: when what this stands on was read, where it could not be read now; null: it was, or is on this machine. */
      readonly asOf: string | null;
      /** `models:/rag/7`; null in a registry of another kind than MLflow's. */
      readonly uri: string | null;
      /** How it is served; undefined where the registry does not say. */
      readonly serving: ServingFacts | undefined;
    }
  /** `path`: absolute. */
  | { readonly source: 'fallback'; readonly path: string; readonly reason: string };

/**
 * What the registry says is to be served, else the fallback, and why. What is live and cannot be trusted is neither served nor passed
 * over. @throws what stands in the way, where there is no fallback or none that can be used
 */
export async function resolveWithFallback(
  host: Host,
  openSession: () => Promise<Session>,
  query: ResolveQuery,
): Promise<Serving> {
  const fallback = await findFallback(host, query.fallback);
  if (fallback?.ok === false)
    warn(host, `the fallback ${fallback.shown} could not be served if it were needed: ${fallback.problem}.`);
  try {
    return await resolveHere(await openSession(), query);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (host.stop.aborted || fallback === undefined || !isNothingToServe(error)) throw thrown;
    if (!fallback.ok) throw thrown;
    const reason = `${withoutFullStop(error.message)}: the fallback is taken, for its ${fallback.what}.`;
    return { source: 'fallback', path: fallback.path, reason };
  }
}

async function findFallback(host: Host, given: string | undefined) {
  if (given === undefined) return undefined;
  return { ...(await host.findLocalModel(given)), shown: makeSafeText(given, { limit: 200 }) };
}

async function resolveHere(session: Session, { model, alias }: ResolveQuery): Promise<Serving> {
  const { mirror, source, reader } = session.registry;
  requireTogether(mirror?.reader.getCondition(), model);
  const served = await resolveServing(session, model, alias);
  const condition = (source ?? mirror?.reader)?.getCondition();
  const asOf = condition?.problem === undefined ? null : (condition.seenAt ?? null);
  const { version, alias: live } = served.resolved;
  const serving = await session.registry.serving?.loadServing(served.resolved.model, version, live);
  return {
    ...{ source: 'alias', served, asOf, serving },
    reason:
      asOf === null ? served.reason : `${served.reason} That was read ${formatAgo(asOf, session.now())}.`,
    uri: reader.identity.kind === 'mlflow' ? formatModelUri(model, version) : null,
  };
}

/** Nothing is live, or the registry cannot be reached. What is there and damaged is another thing. */
function isNothingToServe(error: AppError): boolean {
  return error instanceof UnavailableError || error instanceof NotFoundError;
}
