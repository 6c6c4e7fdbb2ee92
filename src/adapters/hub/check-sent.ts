import { createHash } from 'node:crypto';
import { ConflictError } from '../../core/errors/app-error.ts';
import type { Publication } from '../../core/publish/publication.ts';

type CommitLine = {
  readonly key: string;
  readonly value: { readonly path?: string; readonly oid?: string; readonly content?: string };
};

/**
 * Holds a commit that is about to be sent against what was planned: files are read once more for sending, and may have changed since.
 * @param body lines of JSON, as the library makes them
 * @throws ConflictError digest-mismatch: nothing was committed
 */
export function checkSent({ files }: Publication, body: unknown): void {
  const planned = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const lines = typeof body === 'string' ? body.split('\n') : [];
  for (const line of lines) {
    const { key, value }: CommitLine = JSON.parse(line);
    if (key !== 'file' && key !== 'lfsFile') continue;
    const sha256 = key === 'lfsFile' ? value.oid : hashContent(value.content ?? '');
    if (planned.get(value.path ?? '') === sha256) continue;
    throw new ConflictError(
      'digest-mismatch',
      `${value.path} has changed since the publication was planned. Nothing was committed.`,
      { data: { path: value.path ?? '' }, hint: 'Let nobody write to it, then publish again.' },
    );
  }
}

function hashContent(base64: string): string {
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
}
