import type { Json } from '../../core/history/canonical-json.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject } from '../files/read-json.ts';
import { isObject, objectOf } from './json-kind.ts';
import { readText } from './row-fields.ts';

/** S2's paths of a version's files, in its order. */
const pathFields = ['lora_path', 'gguf_path', 'checkpoint_path', 'config_path'] as const;

/** Every file a row names: S2's paths, then the evidence we kept. What has a wrong type is left out and said. */
export function readArtifacts(fields: JsonObject, oddities: string[]): readonly Artifact[] {
  const paths = listPaths(fields, oddities);
  const kept = listKept(fields);
  return kept.length === 0 ? paths : [...paths, ...kept];
}

/** S2's paths, each with the digest where we recorded one. A path is its whole name, wherever it leads. */
export function listPaths(fields: JsonObject, oddities: string[]): readonly Artifact[] {
  const weights = objectOf(objectOf(fields['lastgood'])['weights']);
  const artifacts: Artifact[] = [];
  for (const field of pathFields) {
    const name = readText(fields, field, oddities);
    if (name === undefined) continue;
    if (artifacts.length > 0 && artifacts.some(artifact => artifact.name === name)) continue;
    const recorded = weights['path'] === fields[field] ? weights : {};
    artifacts.push(describeArtifact(name, field === 'config_path' ? 'configuration' : 'weights', recorded));
  }
  return artifacts;
}

const none: readonly Artifact[] = [];

/** The files of evidence that were kept under their digests when we registered the version. Pure. */
export function listKept(fields: JsonObject): readonly Artifact[] {
  const recorded = objectOf(fields['lastgood'])['artifacts'];
  if (!isObject(recorded)) return none;
  return Object.entries(recorded).flatMap(([name, record]) => {
    if (!isObject(record)) return [];
    const role = record['role'] === 'configuration' ? 'configuration' : 'evidence';
    return [describeArtifact(makeSafeText(name, { limit: 200 }), role, record)];
  });
}

function describeArtifact(name: string, role: Artifact['role'], recorded: JsonObject): Artifact {
  return { name, role, sha256: digestOf(recorded['sha256']), sizeBytes: sizeOf(recorded['sizeBytes']) };
}

function digestOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function sizeOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
