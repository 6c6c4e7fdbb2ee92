import { hash } from 'node:crypto';
import { NotFoundError } from '../../core/errors/app-error.ts';
import { formatCanonicalJson } from '../../core/history/canonical-json.ts';
import type { FileHash } from '../files/hash-file.ts';
import { findServedOutput } from './choose-output.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import type { DvcRun, FoundOutput } from './dvc-tree.ts';

/** How what is on record of a run is called in a verdict. */
export const recordName = 'DVC output';

/** A run and what it is served by, as the tree has them now. */
export type ExaminedRun = {
  readonly run: DvcRun;
  readonly served: FoundOutput;
  /** Of what the tree says of the output: its digest names every byte of the model. */
  readonly record: FileHash;
};

/**
 * What is on record of a run: the digest under which DVC keeps what it is served by. No move changes it.
 * @throws NotFoundError version-not-found, also for a run of which nothing is under a digest
 */
export async function examineRun(
  context: Pick<DvcReadingContext, 'readTree'>,
  model: string,
  version: string,
): Promise<ExaminedRun> {
  const found = await findRun(context, model, version);
  if (found !== undefined) return found;
  throw new NotFoundError('version-not-found', `${model} has no version ${version}.`, {
    data: { model, version },
  });
}

/** The same; undefined for a run that is not there. */
export async function findRun(
  { readTree }: Pick<DvcReadingContext, 'readTree'>,
  model: string,
  version: string,
): Promise<ExaminedRun | undefined> {
  const run = (await readTree()).families.get(model)?.runs.get(version);
  const served = run === undefined ? undefined : findServedOutput(run);
  if (run === undefined || served === undefined) return undefined;
  return { run, served, record: hashRecord(model, version, served) };
}

function hashRecord(model: string, version: string, { output }: FoundOutput): FileHash {
  const text = formatCanonicalJson({ model, version, md5: output.md5 });
  const bytes = new TextEncoder().encode(text);
  return { sha256: hash('sha256', bytes), sizeBytes: bytes.length };
}
