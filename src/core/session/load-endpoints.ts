import { getVersion } from '../plan/find-version.ts';
import type { Endpoints } from '../serving/endpoint.ts';
import { loadModel } from './load-model.ts';
import type { Session } from './session.ts';

/** Whose endpoints, and whether they are asked if they answer. `list`: the network is not asked. */
export type EndpointsWish = {
  readonly model: string;
  readonly version: string;
  readonly asking: 'list' | 'ask';
};

/** The endpoints that serve a version, or may. None in a registry that names none. @throws NotFoundError model-not-found, version-not-found */
export async function loadEndpoints(
  session: Session,
  { model, version, asking }: EndpointsWish,
  signal?: AbortSignal,
): Promise<Endpoints> {
  const { serving } = session.registry;
  if (serving === undefined) return { answers: [], problem: undefined };
  const { status } = await loadModel(session, model, signal);
  const name = getVersion(status.index, version).version;
  const aliases = [...status.effective.aliases].flatMap(([alias, at]) =>
    at.version === name ? [alias] : [],
  );
  const question = { model: status.index.model, version: name, aliases };
  return asking === 'list'
    ? await serving.listEndpoints(question, { signal })
    : await serving.askEndpoints(question, { signal });
}
