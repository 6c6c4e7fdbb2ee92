import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CallOptions, ObjectFacts, ObjectWrite, WriteOutcome } from '../../core/ports/object-store.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { transferDeadline } from './deadline.ts';
import { describeObject } from './describe-object.ts';
import { formatGsutilObject, type GsutilObject } from './gsutil-address.ts';
import type { CommandEnd, Gsutil } from './gsutil-command.ts';
import { findWithGsutil } from './gsutil-fetch.ts';
import { followGsutilProgress } from './gsutil-progress.ts';
import { damagedAnswer } from './json-api.ts';
import { type UploadBody, withUploadBody } from './upload-body.ts';

/** Writes an object if it has the generation expected. What the bucket then knows of it is asked for by a second gsutil. */
export async function writeWithGsutil(
  gsutil: Gsutil,
  write: ObjectWrite,
  options?: CallOptions,
): Promise<WriteOutcome> {
  const doing = `write ${describeObject(gsutil.address, write.name)}`;
  const object = formatGsutilObject(gsutil.address, write.name);
  return withUploadBody(write.body, options?.signal, body =>
    withStage(write, object, body, async stage => {
      const end = await copy(gsutil, { doing, write, object, body, stage, options });
      if (end.means !== 'done') {
        if (end.means === 'refused') return { outcome: 'refused' };
        throw damagedAnswer(doing, 'gsutil did not find what it was given');
      }
      const generation = findGeneration(end.words, object, doing);
      const facts = await findWithGsutil(gsutil, write.name, options);
      if (facts?.generation !== generation)
        return { outcome: 'written', facts: replaced(write, body, generation) };
      if (facts.md5 !== undefined && facts.md5 !== body.md5)
        throw damagedAnswer(doing, 'the bytes that arrived are not those that were sent');
      return { outcome: 'written', facts };
    }),
  );
}

/** A private folder with the body in it, called like the object, and a place where gsutil notes how far it is. */
type Stage = { readonly folder: string; readonly trackers: string };

type Copy = {
  readonly doing: string;
  readonly write: ObjectWrite;
  readonly object: GsutilObject;
  readonly body: UploadBody;
  readonly stage: Stage;
  readonly options: CallOptions | undefined;
};

/**
 * The copy goes into a folder, under the name of the file: told the whole name, gsutil would look for a folder of that name first, and
 * put the file into it. Notes on an upload that was cut off are kept apart from all others: to go on with one of those would
 * be to write under its condition, not under ours.
 */
async function copy(
  gsutil: Gsutil,
  { doing, write, object, body, stage, options }: Copy,
): Promise<CommandEnd> {
  const progress = followGsutilProgress(body.sizeBytes, options?.onProgress);
  const headers = [
    `x-goog-if-generation-match:${write.expectGeneration}`,
    `Content-Type:${write.contentType}`,
    ...(write.cacheControl === undefined ? [] : [`Cache-Control:${write.cacheControl}`]),
    ...Object.entries(write.metadata).map(([key, value]) => `x-goog-meta-${key}:${value}`),
  ];
  const end = await gsutil.run({
    doing,
    arguments: [
      '-o',
      `GSUtil:resumable_tracker_dir=${stage.trackers}`,
      ...headers.flatMap(header => ['-h', header]),
      'cp',
      '-v',
      `./${object.filePattern}`,
      object.folder,
    ],
    folder: stage.folder,
    onWords: progress.hear,
    deadline: transferDeadline(gsutil.limits, body.sizeBytes),
    signal: options?.signal,
  });
  if (end.means === 'done') progress.finish();
  return end;
}

/** The folder is removed in every case; it is readable by nobody else. */
async function withStage<Result>(
  write: ObjectWrite,
  object: GsutilObject,
  body: UploadBody,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const root = await withFileErrors('make a folder for gsutil', tmpdir(), () =>
    mkdtemp(join(tmpdir(), 'lastgood-gsutil-')),
  );
  try {
    const stage = { folder: join(root, 'body'), trackers: join(root, 'trackers') };
    await withFileErrors('prepare the upload', root, async () => {
      await mkdir(stage.folder);
      const path = join(stage.folder, object.fileName);
      if (typeof body.content !== 'function') await writeFile(path, body.content, { flag: 'wx' });
      else if (write.body.from === 'file') await symlink(resolve(write.body.path), path);
    });
    return await work(stage);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Which generation was created, as gsutil says: `Created: gs://bucket/name#123`. */
function findGeneration(words: string, object: GsutilObject, doing: string): string {
  const start = `Created: ${object.address}#`;
  const line = words.split(/[\r\n]+/).findLast(candidate => candidate.startsWith(start));
  const generation = line?.slice(start.length).trim();
  if (generation === undefined || !/^\d{1,20}$/.test(generation))
    throw damagedAnswer(doing, 'gsutil does not say what it created');
  return generation;
}

/** Facts of an object that somebody replaced before it could be looked up. Only this machine still knows when it was there. */
function replaced(write: ObjectWrite, body: UploadBody, generation: string): ObjectFacts {
  return {
    name: write.name,
    generation,
    sizeBytes: body.sizeBytes,
    md5: body.md5,
    crc32c: undefined,
    updatedAt: new Date().toISOString(),
    metadata: write.metadata,
  };
}
