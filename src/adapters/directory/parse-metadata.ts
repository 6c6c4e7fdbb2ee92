import type { Json } from '../../core/history/canonical-json.ts';
import type { Artifact, LineageFacts, Metrics, VersionRecord } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { flattenConfiguration } from '../files/flatten-configuration.ts';
import { parsePythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';
import { parseLineage, parseTraining } from './origin-fields.ts';

/** Most configuration values and metrics a version may have; what is beyond is left out and said. */
const maxValues = 5000;

/**
 * A metadata.json of any generation as a record: today's (`model_reference`, `evaluation`), the one of November 2025
 * (`metrics`, `artifact_path`, `deployment`), and ours (`lastgood` beside S0's fields). Pure; never throws.
 * @see shared formats of the tracking scripts push_to_registry.py and deploy_model.py
 */
export function parseMetadata(model: string, version: string, metadata: JsonObject): VersionRecord {
  const own = objectOf(metadata['lastgood']);
  const oddities: string[] = [];
  if (typeof metadata['model_name'] === 'string' && metadata['model_name'] !== model) {
    oddities.push(`metadata names the model ${makeSafeText(metadata['model_name'], { limit: 80 })}`);
  }
  if (typeof metadata['version'] === 'string' && metadata['version'] !== version) {
    oddities.push(`metadata names the version ${makeSafeText(metadata['version'], { limit: 80 })}`);
  }
  const createdAt =
    typeof metadata['timestamp'] === 'string' ? parsePythonTime(metadata['timestamp']) : undefined;
  if (createdAt === undefined) oddities.push('no readable timestamp');
  return {
    model,
    version,
    createdAt,
    metrics: {
      ...readMetrics(metadata['metrics'], oddities),
      ...readMetrics(metadata['evaluation'], oddities),
      ...readMetrics(own['metrics'], oddities),
    },
    configuration: flattenConfiguration(metadata['pipeline_config'] ?? null, oddities),
    artifacts: readArtifacts(metadata, own),
    parent: safeOrUndefined(own['parent']),
    notes: safeOrUndefined(own['notes']),
    tags: arrayOf(own['tags']).flatMap(tag =>
      typeof tag === 'string' ? [makeSafeText(tag, { limit: 100 })] : [],
    ),
    training: parseTraining(objectOf(own['training'])),
    lineage: readLineage(metadata, own),
    particulars: readParticulars(metadata, own),
    oddities,
  };
}

/** The numbers of an object; what is null is left out, what is neither is named. Pure. */
export function readMetrics(value: Json | undefined, oddities: string[]): Metrics {
  const metrics: Record<string, number> = Object.create(null);
  for (const [name, number] of Object.entries(objectOf(value)).slice(0, maxValues)) {
    if (typeof number === 'number' && Number.isFinite(number))
      metrics[makeSafeText(name, { limit: 80 })] = number;
    else if (number !== null) oddities.push(`metric ${makeSafeText(name, { limit: 80 })} is not a number`);
  }
  return metrics;
}

function readArtifacts(metadata: JsonObject, own: JsonObject): readonly Artifact[] {
  const recorded = objectOf(own['artifacts']);
  const artifacts: Artifact[] = [];
  const reference = objectOf(metadata['model_reference']);
  const weights = reference['path'] ?? metadata['artifact_path'];
  if (typeof weights === 'string') {
    artifacts.push({
      name: makeSafeText(weights, { limit: 500 }),
      role: 'weights',
      sha256: digestOf(reference['sha256']),
      sizeBytes: sizeOf(own['weightsSizeBytes']),
    });
  }
  const labels = objectOf(metadata['artifacts']);
  const names = new Set(
    [...Object.values(labels), ...Object.keys(recorded)].filter(name => typeof name === 'string'),
  );
  for (const name of names) {
    const record = objectOf(Object.hasOwn(recorded, name) ? recorded[name] : undefined);
    artifacts.push({
      name: makeSafeText(name, { limit: 200 }),
      role: labels['pipeline_config'] === name ? 'configuration' : 'evidence',
      sha256: digestOf(record['sha256']),
      sizeBytes: sizeOf(record['sizeBytes']),
    });
  }
  return artifacts;
}

/** S0 records neither parent nor data, the one of November 2025 had the commit; ours says all of it. */
function readLineage(metadata: JsonObject, own: JsonObject): LineageFacts | undefined {
  const recorded = parseLineage(objectOf(own['lineage']));
  const previousLive = safeOrUndefined(metadata['previous_version']);
  const gitCommit = recorded?.gitCommit ?? safeOrUndefined(objectOf(metadata['deployment'])['git_commit']);
  if (previousLive === undefined && gitCommit === undefined && recorded === undefined) return undefined;
  return { dataSources: recorded?.dataSources ?? [], gitCommit, previousLive };
}

function readParticulars(metadata: JsonObject, own: JsonObject): readonly (readonly [string, string])[] {
  const deployment = objectOf(metadata['deployment']);
  const rows: readonly (readonly [string, Json | undefined])[] = [
    ['previous version', metadata['previous_version']],
    ['registered by', own['actor'] ?? deployment['deployed_by']],
    ['tool', own['tool']],
    ['git branch', deployment['git_branch']],
    ['gate then', deployment['quality_gate_status']],
    ...(['lora', 'gguf', 'checkpoint', 'config'] as const).map(
      part => [`${part} path`, objectOf(own['filePaths'])[part]] as const,
    ),
    ['workflow run', deployment['github_run_url'] ?? deployment['github_run_id']],
  ];
  return rows.flatMap(([label, value]) =>
    typeof value === 'string' ? [[label, makeSafeText(value, { limit: 300 })] as const] : [],
  );
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function arrayOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function safeOrUndefined(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? makeSafeText(value) : undefined;
}

function digestOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function sizeOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
