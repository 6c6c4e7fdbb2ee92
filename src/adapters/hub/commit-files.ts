import { pathToFileURL } from 'node:url';
import type { CommitOperation, CommitProgressEvent } from '@huggingface/hub';
import { AppError } from '../../core/errors/app-error.ts';
import type { HubOptions } from '../../core/ports/model-hub.ts';
import type { Publication, PublicationState } from '../../core/publish/publication.ts';
import { findErrno, toFileError } from '../files/file-errors.ts';
import { formatOperationLine } from './find-publication.ts';
import type { HubAccess } from './hub-access.ts';
import { describeDamaged } from './hub-failure.ts';
import { loseAnswer } from './hub-fetch.ts';

/** What a commit is made on. */
export type CommitGround = Extract<PublicationState, { readonly at: 'repository' }>;

/**
 * Sends the files the hub does not have and makes one commit of all on the head that was seen. What was sent before it failed is not sent
 * again by the next try: the hub knows large files by their sha256.
 * @param fetch as `createHubFetch` makes it
 * @returns id of the commit
 * @throws as the port says; ConflictError publication-conflict when the branch has moved
 */
export async function commitFiles(
  access: HubAccess,
  fetch: typeof globalThis.fetch,
  { publication, ground }: { readonly publication: Publication; readonly ground: CommitGround },
  options: HubOptions,
): Promise<string> {
  // Loaded on first use: it takes longer than most commands do.
  const { commitIter } = await import('@huggingface/hub');
  const { repository, branch, title, operationId } = publication;
  const events = commitIter({
    repo: { type: 'model', name: repository },
    operations: listOperations(publication, ground),
    title,
    description: formatOperationLine(operationId),
    branch,
    parentCommit: ground.head,
    hubUrl: access.url,
    fetch,
    ...(options.signal === undefined ? {} : { abortSignal: options.signal }),
  });
  const tell = createTeller(publication, options);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return getCommitId(access, next.value?.commit.oid);
      tell(next.value);
    }
  } catch (thrown) {
    options.signal?.throwIfAborted();
    throw describeThrown(access, thrown);
  }
}

function listOperations({ files }: Publication, { drops }: CommitGround): CommitOperation[] {
  return [
    ...files.map(({ path, content }) => ({
      operation: 'addOrUpdate' as const,
      path,
      content: 'text' in content ? new Blob([content.text]) : pathToFileURL(content.localPath),
    })),
    ...drops.map(path => ({ operation: 'delete' as const, path })),
  ];
}

/** Tells bytes of all files together; small ones go with the commit and count when they are on their way. */
function createTeller(
  { files }: Publication,
  { onProgress }: HubOptions,
): (event: CommitProgressEvent) => void {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const sent = new Map<string, number>();
  return event => {
    if (event.event !== 'fileProgress' || event.state !== 'uploading') return;
    sent.set(event.path, event.progress * (sizes.get(event.path) ?? 0));
    const done = [...sent.values()].reduce((sum, bytes) => sum + bytes, 0);
    onProgress?.(Math.min(Math.round(done), total), total);
  };
}

function getCommitId(access: HubAccess, id: string | undefined): string {
  if (id !== undefined && /^[0-9a-f]{40}$/.test(id)) return id;
  throw loseAnswer(describeDamaged({ access, doing: 'make the commit' }, 'did not say which commit it made'));
}

/** What our `fetch` throws comes through the library as it is; else a file could not be read, or the hub's answer was not as the library knows it. */
function describeThrown(access: HubAccess, thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  if (findErrno(thrown) !== undefined) {
    const path = thrown instanceof Error && 'path' in thrown ? String(thrown.path) : 'one of them';
    return toFileError(thrown, 'read the files to publish', path);
  }
  const isOfLibrary = thrown instanceof Error && ['Error', 'HubApiError', 'TypeError'].includes(thrown.name);
  return isOfLibrary
    ? describeDamaged({ access, doing: 'send the files' }, 'gave an answer that is not what the hub says')
    : thrown;
}
