import type { Registration } from '../registration/registration.ts';
import { parseReference } from './build-lineage.ts';
import { lineageKey } from './lineage-graph.ts';

/** A version by its names. */
export type NamedVersion = { readonly model: string; readonly version: string };

type Origin = { readonly what: string; readonly text: string; readonly named: NamedVersion };

/**
 * Versions that a registration says it comes from and that are nowhere, as sentences. A base model counts only where it is a version of a
 * model that is here: every other one is of a hub. Pure. @param known every version that anything speaks of
 */
export function listMissingOrigins(
  registration: Pick<Registration, 'model' | 'parent' | 'training'>,
  known: readonly NamedVersion[],
): readonly string[] {
  const models = new Set(known.map(({ model }) => model));
  const keys = new Set(known.map(({ model, version }) => lineageKey(model, version)));
  return listOrigins(registration).flatMap(({ what, text, named }) => {
    const own = lineageKey(registration.model, text);
    if (keys.has(own) || keys.has(lineageKey(named.model, named.version))) return [];
    if (what === 'base model' && !models.has(named.model)) return [];
    return [`Its ${what} ${text} is not here; what is registered never changes.`];
  });
}

/** How a registration says that it comes from itself, as a sentence; undefined when it does not. Pure. */
export function findSelfOrigin(
  registration: Pick<Registration, 'model' | 'parent' | 'training'>,
  version: string,
): string | undefined {
  const { model } = registration;
  const itself = listOrigins(registration).find(
    ({ named }) => named.model === model && named.version === version,
  );
  return itself && `${model} ${version} cannot be its own ${itself.what}.`;
}

function listOrigins({
  model,
  parent,
  training,
}: Pick<Registration, 'model' | 'parent' | 'training'>): readonly Origin[] {
  const origins: Origin[] = [];
  if (parent !== undefined && parent !== '') {
    const own = { model, version: parent };
    const named = parseReference(parent) ?? own;
    origins.push({ what: 'parent', text: parent, named });
  }
  const base = training?.baseModel;
  const named = base === undefined ? undefined : parseReference(base);
  if (base !== undefined && named !== undefined) origins.push({ what: 'base model', text: base, named });
  return origins;
}
