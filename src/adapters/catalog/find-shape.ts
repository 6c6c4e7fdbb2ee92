import type { Json } from '../../core/history/canonical-json.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { CatalogShape } from './catalog-content.ts';
import { isObject } from './json-kind.ts';

/** Where the models of a file stand, before they are looked at. */
export type FoundShape =
  | {
      readonly shape: Exclude<CatalogShape, 'foreign-rows'>;
      readonly models: JsonObject;
      /** Members beside the models that S2 does not write there. */
      readonly others: readonly string[];
    }
  | { readonly shape: 'foreign-rows'; readonly rows: readonly Json[]; readonly beside: JsonObject }
  | { readonly shape: 'none' };

/**
 * Decides by structure, never by a key alone: a bare file may have a model that is called `version` or `models`. Pure.
 * @see issue B2.8 of the original, which takes a model called `version` for the mark of a wrapper
 */
export function findShape(root: Json): FoundShape {
  if (Array.isArray(root)) return findRows(root, {});
  if (!isObject(root)) return { shape: 'none' };
  const models = root['models'];
  if (Array.isArray(models)) return findRows(models, root);
  if (isObject(models) && isModels(models)) {
    const others = Object.keys(root).filter(key => !wrapperKeys.has(key));
    return { shape: isS2(models, root, others) ? 'wrapper' : 'foreign-models', models, others };
  }
  const entries = Object.values(root);
  if (entries.length > 0 && !entries.some(isModel)) return { shape: 'none' };
  return { shape: isS2(root, root, []) ? 'bare' : 'foreign-models', models: root, others: [] };
}

/** What S2 writes around the models. */
const wrapperKeys: ReadonlySet<string> = new Set(['version', 'updated_at', 'models']);

/** Fields that no other program is known to have, the commonest first. */
const s2Fields = [
  'training_data_sources',
  'evaluation_scores',
  'model_name',
  'parent_version',
  'gguf_path',
  'lora_path',
  'training',
  'deployed',
  'training_data',
  'checkpoint_path',
  'deployed_at',
] as const;

function findRows(rows: readonly Json[], beside: JsonObject): FoundShape {
  return { shape: 'foreign-rows', rows, beside };
}

/** Whether the members of an object are models; one that is a model itself, called `models`, has rows for versions instead. */
function isModels(value: JsonObject): boolean {
  const entries = Object.values(value);
  if (entries.length === 0) return true;
  if (entries.some(isModel)) return !isModel(value) || entries.every(isModel);
  return false;
}

/** A model has versions; a new one may have nothing but what describes it. */
function isModel(value: Json): boolean {
  if (!isObject(value)) return false;
  return isObject(value['versions']) || (isObject(value['metadata']) && Object.keys(value).length === 1);
}

/** Whether S2 wrote the rows; where there are none, whether it wrote what is around them. */
function isS2(models: JsonObject, root: JsonObject, others: readonly string[]): boolean {
  let rows = 0;
  for (const model of Object.values(models)) {
    const versions = isObject(model) ? model['versions'] : undefined;
    if (!isObject(versions)) continue;
    for (const row of Object.values(versions)) {
      if (!isObject(row)) continue;
      if (s2Fields.some(field => Object.hasOwn(row, field))) return true;
      rows += 1;
    }
  }
  if (rows > 0) return false;
  return root === models || others.length === 0 || typeof root['version'] === 'string';
}
