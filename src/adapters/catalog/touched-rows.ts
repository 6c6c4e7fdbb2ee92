import type { JsonObject } from '../files/read-json.ts';
import type { CatalogContent, CatalogModel } from './catalog-content.ts';
import type { WantedModel } from './rewrite-catalog.ts';

/** What S2 writes for every version; a row without one of them was cut by some tool. */
const essentialFields = ['status', 'training', 'evaluation_scores', 'deployed'] as const;

/** Versions, of those with a record of ours, that the file lacks or has only in part. Pure. */
export function listLacking(
  content: CatalogContent | undefined,
  model: string,
  versions: readonly string[],
): readonly string[] {
  const rows = findModel(content, model)?.rows;
  if (rows === undefined) return versions;
  return versions.filter(version => {
    const row = rows.get(version);
    if (row?.key !== version) return true;
    return row.problem === undefined && essentialFields.some(field => row.fields[field] === undefined);
  });
}

/** How many versions of a model the file marks as deployed. Pure. */
export function countMarked(content: CatalogContent | undefined, model: string): number {
  let count = 0;
  for (const { fields } of findModel(content, model)?.rows.values() ?? [])
    if (fields['deployed'] === true) count += 1;
  return count;
}

/**
 * Which rows `rewriteCatalog` may change or count, by the keys of model and version: those that something is said of, and those that the
 * file calls deployed in one way or another. Pure.
 * @param wanted each model once
 */
export function findTouched(
  content: CatalogContent | undefined,
  wanted: readonly WantedModel[],
): (model: string, version: string) => boolean {
  const named = new Map(wanted.map(each => [each.model, listNamed(each)]));
  return (model, version) => {
    if (named.get(model)?.has(version)) return true;
    const row = findModel(content, model)?.rows.get(version);
    return row?.key !== version || isCalledDeployed(row.fields);
  };
}

function findModel(content: CatalogContent | undefined, key: string): CatalogModel | undefined {
  const model = content?.models.get(key);
  return model?.key === key ? model : undefined;
}

function listNamed({ facts, records }: WantedModel): ReadonlySet<string> {
  const live = facts?.live?.version ?? undefined;
  return new Set([
    ...records.keys(),
    ...(facts?.states.keys() ?? []),
    ...(facts?.scores.keys() ?? []),
    ...(facts?.descriptions.keys() ?? []),
    ...(live === undefined ? [] : [live]),
  ]);
}

function isCalledDeployed({ deployed, status }: JsonObject): boolean {
  return (deployed !== undefined && deployed !== false) || status === 'deployed';
}
