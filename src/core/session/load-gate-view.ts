import { getVersion } from '../plan/find-version.ts';
import { checkGate } from './check-gate.ts';
import type { GateQuery, GateView } from './gate-view.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import { findPolicy } from './load-policies.ts';
import type { Session } from './session.ts';

/**
 * The gate of a version for an alias: what is on record, and whether it still counts.
 * @throws NotFoundError model-not-found, version-not-found, registry-not-found; InvalidInputError invalid-name
 */
export async function loadGateView(
  session: Session,
  query: GateQuery,
  signal?: AbortSignal,
): Promise<GateView> {
  const loaded = await loadModel(session, query.model, signal);
  return await viewGate(session, loaded, query, signal);
}

/** The same of a model that is loaded already. @throws NotFoundError version-not-found; InvalidInputError invalid-name */
export async function viewGate(
  session: Session,
  loaded: LoadedModel,
  query: GateQuery,
  signal?: AbortSignal,
): Promise<GateView> {
  const { alias } = query;
  const { version } = getVersion(loaded.status.index, query.version);
  const policy = loaded.policies.get(alias) ?? (await findPolicy(session, query.model, alias));
  const question = { version, alias, policy };
  const options = { signal, weights: 'measured' } as const;
  const { problems, ...checked } = await checkGate(session, loaded, question, options);
  return {
    loaded,
    version,
    alias,
    policy: policy?.state === 'bound' ? policy.bound : undefined,
    ...checked,
    wouldBlock: problems.map(problem => problem.message),
  };
}
