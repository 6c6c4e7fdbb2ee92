import { defaultAliasOf, hasUsualAliasByModel } from '../registry/default-alias.ts';
import type { Session } from './session.ts';

/** The alias that is meant where none is named, in the registry of a session: of a model that is not there yet, or of none. Pure. */
export function usualAliasOf({ registry }: Pick<Session, 'registry'>): string {
  return defaultAliasOf(registry.reader.identity.kind);
}

/**
 * The alias that is meant for a model where none is named. Reads the registry only where models differ in it.
 * @throws NotFoundError registry-not-found; UnavailableError when the outside refuses
 */
export async function findUsualAlias(
  session: Pick<Session, 'registry'>,
  model: string,
  signal?: AbortSignal,
): Promise<string> {
  const { reader } = session.registry;
  if (!hasUsualAliasByModel(reader.identity.kind)) return usualAliasOf(session);
  const { models } = await reader.loadIndex({ signal });
  return models.find(found => found.model === model)?.usualAlias ?? usualAliasOf(session);
}
