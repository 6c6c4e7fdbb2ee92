import { type VersionState, versionStates } from '../../core/history/entry.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { CatalogShape } from './catalog-content.ts';

/** What a row says of a version's state. */
export type RowState = {
  readonly isDeployed: boolean;
  /** Undefined when it says none that is known, or calls deployed what is not. */
  readonly state: VersionState | undefined;
};

/** Words of other programs for a state. */
const foreignStates: Readonly<Record<string, VersionState>> = {
  production: 'deployed',
  deployed: 'deployed',
  live: 'deployed',
  archived: 'archived',
  deprecated: 'deprecated',
  retired: 'deprecated',
  training: 'training',
  draft: 'draft',
};

/**
 * The state of a row. S2 marks what is deployed by a field of its own; its `status` still says so after the mark is taken away. In
 * other programs' rows a word (`status`, `stage`) is all there is. Pure.
 */
export function readRowState(shape: CatalogShape, fields: JsonObject): RowState {
  const isForeign = shape === 'foreign-models' || shape === 'foreign-rows';
  const said = isForeign ? findForeign(fields) : findState(fields['status']);
  const isDeployed = fields['deployed'] === true || (isForeign && said === 'deployed');
  if (isDeployed) return { isDeployed, state: 'deployed' };
  return { isDeployed, state: said === 'deployed' ? undefined : said };
}

/** The state a text names; undefined for any other value. Pure. */
export function findState(value: unknown): VersionState | undefined {
  return known.get(value);
}

const known: ReadonlyMap<unknown, VersionState> = new Map(versionStates.map(state => [state, state]));

function findForeign(fields: JsonObject): VersionState | undefined {
  const word = fields['status'] ?? fields['stage'] ?? fields['state'];
  const lower = typeof word === 'string' ? word.toLowerCase() : '';
  return Object.hasOwn(foreignStates, lower) ? foreignStates[lower] : undefined;
}
