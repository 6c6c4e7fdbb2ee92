import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { foldHistory } from '../../core/history/fold-history.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { compareDigests, describeFailure } from '../files/file-check.ts';
import type { FileHash, HashOptions } from '../files/hash-file.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import { followWeights } from '../files/weights-path.ts';
import type { DirectoryContext } from './directory-options.ts';
import { parseMetadata } from './parse-metadata.ts';

/** The file of a version that holds its record. */
const recordName = 'metadata.json';

/** The record of a version, held against the history, and the files it names. */
export type ExaminedRecord = {
  readonly check: FileCheck;
  /** undefined when it could not be read. */
  readonly hash: FileHash | undefined;
  /** None of a record that cannot be understood. */
  readonly artifacts: readonly Artifact[];
};

/** Reads metadata.json. Never rejects for what is wrong with it: the check says it. */
export async function examineRecord(
  context: DirectoryContext,
  folder: string,
  { model, version }: { readonly model: string; readonly version: string },
): Promise<ExaminedRecord> {
  const { entries } = await context.history.readHistory(model);
  const recorded = foldHistory(entries).registeredDigests.get(version);
  const name = recordName;
  try {
    const bytes = await context.fileSystem.readFile(join(folder, name), defaultLimitBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const hash = { sha256, sizeBytes: bytes.length };
    const reading = parseJsonObject(bytes);
    if (!reading.ok)
      return { check: { name, outcome: 'unreadable', detail: reading.problem }, hash, artifacts: [] };
    const check: FileCheck =
      recorded === undefined
        ? { name, outcome: 'nothing-recorded', detail: 'registered by another program' }
        : compareDigests(name, recorded, sha256);
    return { check, hash, artifacts: parseMetadata(model, version, reading.value).artifacts };
  } catch (thrown) {
    return { check: describeFailure(name, thrown, 'missing'), hash: undefined, artifacts: [] };
  }
}

/** How a digest is computed. */
type Hash = (path: string, options: HashOptions) => Promise<FileHash>;

/** A registered file held against its record. */
export type ExaminedFile = {
  readonly check: FileCheck;
  /** undefined when it could not be read: the check or `problem` says why. */
  readonly hash: FileHash | undefined;
  /** Why a file without a recorded digest could not be read, in words that follow its name. */
  readonly problem: string | undefined;
};

/**
 * Hashes one file that metadata.json names, and holds it against the digest recorded for it, if any. Never rejects for what is wrong
 * with the file; rejects with the signal's reason when it is aborted.
 */
export async function examineArtifact(
  folder: string,
  artifact: Artifact,
  hash: Hash,
  options: ReadOptions,
): Promise<ExaminedFile> {
  const { name, sha256: recorded } = artifact;
  const place = findPlace(folder, artifact);
  if (place.at === 'nowhere') {
    const { problem, outcome } = place;
    const check = recorded === undefined ? nothingRecorded(name) : { name, outcome, detail: problem };
    return { check, hash: undefined, problem: `is ${problem}` };
  }
  try {
    const path = artifact.role === 'weights' ? await followWeights(place.path) : place.path;
    const found = await hash(path, toHashOptions(options));
    const check =
      recorded === undefined ? nothingRecorded(name) : compareDigests(name, recorded, found.sha256);
    return { check, hash: found, problem: undefined };
  } catch (thrown) {
    options.signal?.throwIfAborted();
    const isWeights = artifact.role === 'weights';
    const failure = describeFailure(name, thrown, isWeights ? 'elsewhere' : 'missing');
    // A file of the version that is there and cannot be read is wrong with or without a digest; weights may be a folder.
    const isExcused = recorded === undefined && (isWeights || failure.outcome === 'missing');
    return {
      check: isExcused ? nothingRecorded(name) : failure,
      hash: undefined,
      problem: describeProblem(failure),
    };
  }
}

/** What nobody recorded a digest of. Pure. */
export function nothingRecorded(name: string): FileCheck {
  return { name, outcome: 'nothing-recorded', detail: 'no digest was recorded' };
}

type Place =
  | { readonly at: 'path'; readonly path: string }
  | { readonly at: 'nowhere'; readonly outcome: FileCheck['outcome']; readonly problem: string };

/** Weights are where their path says; all else lies in the version's folder, and a name that could lead out of it leads nowhere. */
function findPlace(folder: string, { name, role }: Artifact): Place {
  if (role === 'weights') {
    return isAbsolute(name)
      ? { at: 'path', path: name }
      : { at: 'nowhere', outcome: 'elsewhere', problem: 'not a file on this machine' };
  }
  const problem = findNameProblem(name);
  return problem === undefined
    ? { at: 'path', path: join(folder, name) }
    : { at: 'nowhere', outcome: 'unreadable', problem: `no file of the version: its name ${problem}` };
}

function describeProblem({ outcome, detail }: FileCheck): string {
  if (outcome === 'missing') return 'is not there';
  return outcome === 'elsewhere' ? 'is not on this machine' : `cannot be read: ${detail}`;
}

function toHashOptions({ onProgress, signal }: ReadOptions): HashOptions {
  return { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) };
}
