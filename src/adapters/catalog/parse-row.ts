import type { Json } from '../../core/history/canonical-json.ts';
import type { VersionRecord } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { flattenConfiguration } from '../files/flatten-configuration.ts';
import type { JsonObject } from '../files/read-json.ts';
import { objectOf } from './json-kind.ts';
import { parseScores } from './parse-scores.ts';
import { parseLineageFacts, parseTraining } from './parse-training.ts';
import { readArtifacts } from './row-artifacts.ts';
import { describeValue, readText, readTexts, readTime } from './row-fields.ts';
import { findState } from './row-state.ts';

/** A version as S2 writes it, and ours of it under `lastgood`. */
export type NamedRow = {
  readonly model: string;
  readonly version: string;
  readonly fields: JsonObject;
  readonly oddities: readonly string[];
};

/**
 * A row of S2 as a record. What has a wrong type is left out and said; fields S2 does not know are shown among the particulars.
 * Pure; never throws.
 * @see src/afs/registry/models.py of the original, ModelVersion.from_dict
 */
export function parseRow({ model, version, fields, oddities: known }: NamedRow): VersionRecord {
  const oddities = [...known];
  tellNames({ model, version }, fields, oddities);
  tellLost(fields, oddities);
  tellState(fields, oddities);
  const createdAt = readTime(fields, 'created_at', oddities);
  if ((fields['created_at'] ?? undefined) === undefined) oddities.push('created_at is missing');
  return {
    model,
    version,
    createdAt,
    metrics: parseScores(fields['evaluation_scores'], oddities),
    configuration: flattenConfiguration(objectOf(fields['lastgood'])['configuration'] ?? null, oddities),
    artifacts: readArtifacts(fields, oddities),
    parent: readText(fields, 'parent_version', oddities),
    notes: readText(fields, 'notes', oddities),
    tags: readTexts(fields['tags'], 'tags', oddities),
    training: parseTraining(fields, oddities),
    lineage: parseLineageFacts(fields, oddities),
    particulars: readParticulars(fields, oddities),
    oddities,
  };
}

/** What S2 writes of a version; a Set of them is asked for each field of each row. */
const knownFields: ReadonlySet<string> = new Set([
  'model_name',
  'version',
  'created_at',
  'status',
  'lora_path',
  'gguf_path',
  'checkpoint_path',
  'config_path',
  'training',
  'evaluation_scores',
  'parent_version',
  'training_data_sources',
  'training_data',
  'git_commit',
  'deployed',
  'deployed_at',
  'deployment_notes',
  'tags',
  'notes',
  'lastgood',
]);

/** Most foreign fields that are shown. */
const maxForeign = 50;

/** S2 itself drops these three from a file when it saves after a read: B2.1 of the original. */
const losable = ['status', 'training', 'evaluation_scores'] as const;

function tellLost(fields: JsonObject, oddities: string[]): void {
  if (losable.every(field => fields[field] !== undefined)) return;
  const lost = losable.filter(field => fields[field] === undefined);
  oddities.push(`${lost.join(', ')} missing: another program dropped what it does not keep`);
}

function tellNames(
  named: { readonly model: string; readonly version: string },
  fields: JsonObject,
  oddities: string[],
): void {
  const { model_name: model, version } = fields;
  if (typeof model === 'string' && model !== named.model && makeSafeText(model) !== named.model)
    oddities.push(`it names the model ${makeSafeText(model, { limit: 80 })}`);
  if (typeof version === 'string' && version !== named.version && makeSafeText(version) !== named.version)
    oddities.push(`it names the version ${makeSafeText(version, { limit: 80 })}`);
}

function tellState({ status, deployed }: JsonObject, oddities: string[]): void {
  if (status !== undefined && findState(status) === undefined) {
    const shown = typeof status === 'string' ? `"${makeSafeText(status, { limit: 40 })}"` : 'no text';
    oddities.push(`status is ${shown}, which is no state`);
  }
  if (deployed !== undefined && typeof deployed !== 'boolean')
    oddities.push('deployed is neither true nor false');
  else if (deployed === true && status !== undefined && status !== 'deployed')
    oddities.push('it is marked as deployed, and its status is not');
  else if (status === 'deployed' && deployed !== true)
    oddities.push('its status is deployed, and it is not marked as deployed');
}

function readParticulars(fields: JsonObject, oddities: string[]): VersionRecord['particulars'] {
  const own = objectOf(fields['lastgood']);
  const rows: [string, string][] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined) rows.push([label, value]);
  };
  add('deployed at', readTime(fields, 'deployed_at', oddities));
  add('deployment notes', readText(fields, 'deployment_notes', oddities));
  add('registered by', describeValue(own['actor']));
  add('tool', describeValue(own['tool']));
  let foreign = 0;
  for (const key in fields) {
    if (knownFields.has(key)) continue;
    foreign += 1;
    if (foreign > maxForeign) {
      oddities.push(`it has more than ${maxForeign} fields of other programs; the rest is not shown`);
      break;
    }
    add(makeSafeText(key, { limit: 80 }), describeForeign(fields[key]));
  }
  return rows;
}

function describeForeign(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return describeValue(value);
  const parts = Array.isArray(value) ? value.length : Object.keys(value).length;
  return `${Array.isArray(value) ? 'a list' : 'an object'} of ${parts}`;
}
