import { join } from 'node:path';
import { ConflictError } from '../../../core/errors/app-error.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { CallOptions, ObjectFacts, ObjectStore } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { formatVersionFolder } from '../layout.ts';
import { describeStop } from './describe-stop.ts';
import { type FileBody, findFileMd5, openBody } from './open-body.ts';
import { runLimited } from './run-limited.ts';
import { type OnceOutcome, writeOnce } from './write-once.ts';

/** The file of a version that is written last: without it there is no version. */
export const commitName = 'metadata.json';

/** Files of one version that are sent at once. */
const filesAtOnce = 32;

/** A version that stands whole in a folder of this machine. */
export type VersionToUpload = {
  readonly model: string;
  readonly version: string;
  /** Absolute path of the folder with its files. */
  readonly folder: string;
  /** Paths inside it, of the files beside metadata.json. */
  readonly siblings: readonly string[];
  /** metadata.json where it was read already: what is sent is what was judged. */
  readonly commit?: FileBody | undefined;
  readonly operationId: string;
  /** What the bucket has of it from an attempt before, by name; left out where there was none. */
  readonly standing?: ReadonlyMap<string, ObjectFacts> | undefined;
};

/** An object, and the file of this machine that it was made of. */
export type UploadedFile = { readonly facts: ObjectFacts; readonly copy: FileBody['copy'] };

/** Name of the object that claims the number of a version. Pure. */
export function nameClaim(model: string, version: string): string {
  return `.lastgood/claims/${formatVersionFolder(model, version)}`;
}

/**
 * Claims the number of a version in the bucket. `ours`: an attempt of the operation has done it before; `taken`: somebody else has it.
 * Asking again is safe.
 */
export async function claimNumber(
  store: ObjectStore,
  { model, version, operationId }: Pick<VersionToUpload, 'model' | 'version' | 'operationId'>,
  options: CallOptions = {},
): Promise<OnceOutcome['outcome']> {
  const claim = await writeOnce(
    store,
    {
      name: nameClaim(model, version),
      body: { from: 'bytes', bytes: new Uint8Array() },
      contentType: 'application/octet-stream',
      metadata: {},
      operationId,
    },
    options,
  );
  return claim.outcome;
}

/**
 * Uploads a version whose number is claimed: its files at once, then metadata.json, with which it begins to exist. Asking again goes on
 * where an attempt that was cut off had ended; a file that is there with the same bytes is as good. Once `stop` is aborted no file is begun,
 * and metadata.json follows only where all of them were.
 * @returns what the bucket has now, and what it was read from, metadata.json last
 * @throws ConflictError version-exists when another one's file stands there, partly-done when it was stopped; UnavailableError
 */
export async function uploadVersion(
  { store, fileSystem }: { readonly store: ObjectStore; readonly fileSystem: FileSystem },
  version: VersionToUpload,
  options: CallOptions = {},
): Promise<readonly UploadedFile[]> {
  const uploaded: UploadedFile[] = [];
  const upload = async (name: string): Promise<void> => {
    uploaded.push(await uploadFile({ store, fileSystem }, version, name, options));
  };
  await runLimited(version.siblings, filesAtOnce, async name => {
    if (!options.stop?.aborted) await upload(name);
  });
  const { length } = version.siblings;
  if (uploaded.length < length) throw describeStop(uploaded.length, length + 1, 'sent');
  await upload(commitName);
  return uploaded;
}

async function uploadFile(
  { store, fileSystem }: { readonly store: ObjectStore; readonly fileSystem: FileSystem },
  version: VersionToUpload,
  inner: string,
  options: CallOptions,
): Promise<UploadedFile> {
  const path = join(version.folder, inner);
  const opened = inner === commitName ? version.commit : undefined;
  const { body, metadata, copy } = opened ?? (await openBody(fileSystem, path));
  const name = `${formatVersionFolder(version.model, version.version)}/${inner}`;
  const standing = version.standing?.get(name);
  if (standing?.md5 !== undefined && standing.md5 === (await findFileMd5(path)))
    return { facts: standing, copy };
  const contentType = inner.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  const { operationId } = version;
  const { outcome, facts } = await writeOnce(
    store,
    { name, body, contentType, metadata, operationId },
    options,
  );
  if (outcome !== 'taken' || facts.md5 === (await findFileMd5(path))) return { facts, copy };
  throw new ConflictError(
    'version-exists',
    `${makeSafeText(name)} stands in the bucket already, and is another one's; a version never changes.`,
    { data: { model: version.model, version: version.version } },
  );
}
