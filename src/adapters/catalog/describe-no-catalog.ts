import type { Json } from '../../core/history/canonical-json.ts';
import type { Unwritable } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { isObject } from './json-kind.ts';

const usualHint = 'Name the registry.json of AFS, or a folder of version folders.';

/** Why a file that is JSON holds no models, and what to do, by what it looks like. Pure. */
export function describeNoCatalog(name: string, root: Json): Unwritable {
  const [problem, hint = usualHint] = findReason(root);
  return { code: 'registry-kind-unknown', problem: `${makeSafeText(name)} ${problem}.`, hint };
}

function findReason(root: Json): readonly [problem: string, hint?: string] {
  if (Array.isArray(root)) return describeRows('is a list', root);
  if (!isObject(root)) return ['is no object, so it holds no models'];
  if (isObject(root['lineages'])) {
    return [
      'is the lineage file of AFS, which holds no models',
      'Name the registry.json beside it; its lineage is read along with it.',
    ];
  }
  const { models } = root;
  if (Array.isArray(models)) return describeRows('has a list of models', models);
  if (isObject(models)) {
    const [first = '', row] = Object.entries(models)[0] ?? [];
    const has = isObject(row) ? `has ${listKeys(row)}` : 'is no object';
    return [`has models without versions: ${show(first)} ${has}`];
  }
  const keys = Object.keys(root);
  if (keys.length === 0) return ['is empty: it holds no models'];
  return [`holds no models: it has ${listKeys(root)}, and nothing with versions`];
}

function describeRows(what: string, rows: readonly Json[]): readonly [problem: string] {
  const row = rows.find(isObject);
  if (row === undefined) return [`${what} without rows, so it names no models`];
  return [`${what} whose rows name no model: they have ${listKeys(row)}`];
}

function listKeys(value: { readonly [key: string]: Json }): string {
  const keys = Object.keys(value);
  const shown = keys.slice(0, 4).map(show).join(', ');
  if (keys.length === 0) return 'nothing';
  return keys.length > 4 ? `${shown} and ${keys.length - 4} more` : shown;
}

function show(key: string): string {
  return makeSafeText(key, { limit: 40 });
}
