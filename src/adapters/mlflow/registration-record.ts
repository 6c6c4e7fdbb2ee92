import { hash } from 'node:crypto';
import { formatCanonicalJson, type Json } from '../../core/history/canonical-json.ts';
import type { LineageFacts, Metrics, TrainingFacts } from '../../core/registry/version.ts';
import { type JsonObject, parseJsonObject } from '../files/read-json.ts';
import type { RecordedFile } from '../history/prepare-files.ts';
import type { MlflowVersion } from './entities.ts';
import { joinTags } from './long-tag.ts';
import { registrationTag } from './tag-names.ts';

/** What was registered with a version and MLflow has no field for. Its tag is set with the version and never changes. */
export type RegistrationRecord = {
  readonly format: 1;
  readonly createdAt: string;
  readonly actor: string;
  readonly tool: string;
  readonly parent: string | null;
  readonly metrics: Metrics;
  readonly configuration: Json;
  /** Kept on the machine that registered it. */
  readonly evidence: readonly RecordedFile[];
  readonly training: TrainingFacts | null;
  readonly lineage: Pick<LineageFacts, 'gitCommit' | 'dataSources'> | null;
  /** Of weights that were a file on that machine. */
  readonly weights: { readonly sha256: string; readonly sizeBytes: number } | null;
};

/** What the tags of a version say of its registration; undefined for one that another program registered. Texts are raw. Pure. */
export function readRegistration({
  tags,
}: MlflowVersion):
  | { readonly ok: true; readonly record: RegistrationRecord }
  | { readonly ok: false; readonly problem: string }
  | undefined {
  const text = joinTags(registrationTag, tags);
  if (text === undefined) return undefined;
  const reading = parseJsonObject(new TextEncoder().encode(text));
  if (!reading.ok) return { ok: false, problem: `its registration is ${reading.problem}` };
  return isRecord(reading.value)
    ? { ok: true, record: reading.value as unknown as RegistrationRecord }
    : { ok: false, problem: 'its registration is not as lastgood writes it' };
}

/** Our own writing only, so the check is of shape: what is shown of it is made safe where it is shown. */
function isRecord({ format, createdAt, actor, metrics, evidence }: JsonObject): boolean {
  const isObject = metrics !== null && typeof metrics === 'object' && !Array.isArray(metrics);
  return (
    format === 1 &&
    typeof createdAt === 'string' &&
    typeof actor === 'string' &&
    isObject &&
    Object.values(metrics).every(value => typeof value === 'number') &&
    Array.isArray(evidence) &&
    evidence.every(isEvidence)
  );
}

function isEvidence(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { name, role, sha256, sizeBytes } = value as JsonObject;
  return (
    typeof name === 'string' &&
    typeof role === 'string' &&
    typeof sha256 === 'string' &&
    typeof sizeBytes === 'number'
  );
}

/** What never changes of a version, as canonical JSON: what a verdict on it is bound to. Pure. */
export function formatIdentity(version: MlflowVersion): string {
  const { model, version: number, source, runId, modelId } = version;
  const identity = {
    model,
    version: number,
    source: source ?? null,
    runId: runId ?? null,
    modelId: modelId ?? null,
    registration: joinTags(registrationTag, version.tags) ?? null,
  };
  return formatCanonicalJson(identity);
}

/** sha256 of what never changes of a version, in hex. Pure. */
export function hashIdentity(version: MlflowVersion): string {
  return hash('sha256', formatIdentity(version));
}

/** A record as its tag holds it, as canonical JSON. Pure. */
export function formatRecord(record: Omit<RegistrationRecord, 'tool'> & { readonly tool?: string }): string {
  return formatCanonicalJson(JSON.parse(JSON.stringify(record)) as Json);
}
