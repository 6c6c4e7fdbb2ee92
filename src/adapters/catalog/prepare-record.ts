import { hash } from 'node:crypto';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import { type EvidenceFile, nameInVersion, type Registration } from '../../core/registration/registration.ts';
import type { Metrics } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { evidenceLimitBytes } from '../files/evidence-folder.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { type JsonObject, parseJsonObject } from '../files/read-json.ts';
import { followWeights } from '../files/weights-path.ts';
import { keepFile } from '../history/kept-files.ts';
import type { CatalogContext } from './catalog-options.ts';
import type { RecordedFile, RecordedWeights, RecordParts } from './format-record.ts';

/**
 * Everything the record of a version is made of but its name: weights are hashed, evidence is kept under its digest.
 * @throws InvalidInputError; UnavailableError
 */
export async function prepareRecord(
  context: CatalogContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<Omit<RecordParts, 'version'>> {
  const files: RecordedFile[] = [];
  const metrics: Record<string, number> = {};
  for (const evidence of registration.evidence) {
    const { file, content } = await keepEvidence(context, evidence, files);
    files.push(file);
    if (evidence.role === 'eval_summary' || evidence.role === 'metrics')
      Object.assign(metrics, readMeasured(content));
  }
  const weights = await describeWeights(context, registration, options);
  const { tool } = context;
  const known = Object.entries(registration.metrics ?? {}).filter(([, value]) => Number.isFinite(value));
  return {
    ...{ registration, operationId, tool, weights, files },
    metrics: { ...metrics, ...Object.fromEntries(known) },
  };
}

async function keepEvidence(
  context: CatalogContext,
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
  { digests }: CatalogContext,
  { weights }: Registration,
  { onProgress, signal }: ReadOptions,
): Promise<RecordedWeights | null> {
  if (weights === undefined) return null;
  if (weights.at === 'elsewhere') return { path: weights.text, sha256: null, sizeBytes: null };
  const { path } = weights;
  const { sha256, sizeBytes } = await withFileErrors('read the weights', path, async () =>
    digests.read(await followWeights(path), {
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    }),
  );
  return { path, sha256, sizeBytes };
}
