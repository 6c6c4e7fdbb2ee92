import { hash } from 'node:crypto';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import { type EvidenceFile, nameInVersion, type Registration } from '../../core/registration/registration.ts';
import type { Metrics } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import type { DigestMemory } from '../files/digest-memory.ts';
import { evidenceLimitBytes } from '../files/evidence-folder.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { type JsonObject, parseJsonObject } from '../files/read-json.ts';
import { followWeights } from '../files/weights-path.ts';
import { type KeepContext, keepFile } from './kept-files.ts';

/** A file of evidence that is kept under its digest. */
export type RecordedFile = {
  readonly name: string;
  readonly role: EvidenceFile['role'];
  readonly sha256: string;
  readonly sizeBytes: number;
};

/** What was found out about local weights. */
export type RecordedWeights = {
  readonly path: string;
  /** Null for weights that are not on this machine. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
};

/** What the files of a registration come to. */
export type PreparedFiles = {
  readonly files: readonly RecordedFile[];
  readonly weights: RecordedWeights | null;
  /** Those of the evidence and those named at registration. */
  readonly metrics: Metrics;
};

/**
 * Hashes the weights of a registration and keeps its evidence under its digest.
 * @throws InvalidInputError; UnavailableError
 */
export async function prepareFiles(
  context: KeepContext & { readonly digests: DigestMemory },
  registration: Registration,
  options: ReadOptions,
): Promise<PreparedFiles> {
  const files: RecordedFile[] = [];
  const metrics: Record<string, number> = {};
  for (const evidence of registration.evidence) {
    const { file, content } = await keepEvidence(context, evidence, files);
    files.push(file);
    if (evidence.role === 'eval_summary' || evidence.role === 'metrics')
      Object.assign(metrics, readMeasured(content));
  }
  const weights = await describeWeights(context, registration, options);
  const known = Object.entries(registration.metrics ?? {}).filter(([, value]) => Number.isFinite(value));
  return { weights, files, metrics: { ...metrics, ...Object.fromEntries(known) } };
}

async function keepEvidence(
  context: KeepContext,
  evidence: EvidenceFile,
  before: readonly RecordedFile[],
): Promise<{ readonly file: RecordedFile; readonly content: JsonObject }> {
  const name = nameInVersion(evidence);
  const shown = makeSafeText(name, { limit: 80 });
  childPath('/', name);
  if (before.some(file => file.name === name))
    throw new InvalidInputError('invalid-name', `Two evidence files are called ${shown}.`);
  const { path, role } = evidence;
  const bytes = await withFileErrors('read the evidence', path, () =>
    context.fileSystem.readFile(path, evidenceLimitBytes),
  );
  const reading = name.endsWith('.json') ? parseJsonObject(bytes) : undefined;
  if (reading && !reading.ok)
    throw new InvalidInputError('unreadable-file', `${shown} is ${reading.problem}.`, {
      data: { file: shown },
    });
  const sha256 = hash('sha256', bytes);
  await keepFile(context, { name, sha256, from: 'file', path });
  return { file: { name, role, sha256, sizeBytes: bytes.length }, content: reading?.value ?? {} };
}

/** The numbers of a summary. The score and the contributions that S1 writes belong to the weights of that day. */
function readMeasured(content: JsonObject): Metrics {
  const measured = Object.entries(content).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' &&
      Number.isFinite(entry[1]) &&
      !/^(weighted_score$|contribution_)/.test(entry[0]),
  );
  return Object.fromEntries(measured);
}

async function describeWeights(
  { digests }: { readonly digests: DigestMemory },
  { weights }: Registration,
  { onProgress, signal }: ReadOptions,
): Promise<RecordedWeights | null> {
  if (weights === undefined) return null;
  if (weights.at === 'elsewhere') return { path: weights.text, sha256: null, sizeBytes: null };
  const { path } = weights;
  const { sha256, sizeBytes } = await withFileErrors('read the weights', path, async () =>
    digests.recall(await followWeights(path), {
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    }),
  );
  return { path, sha256, sizeBytes };
}
