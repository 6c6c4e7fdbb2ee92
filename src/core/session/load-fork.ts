import { type Fork, findFork } from '../mirror/find-fork.ts';
import { loadModel } from './load-model.ts';
import { getMirror } from './refresh-source.ts';
import type { Session } from './session.ts';

/**
 * Both histories of a model, the copy's and the bucket's, from where they are not the same.
 * @throws NotFoundError model-not-found; UnavailableError when the bucket cannot be read; the signal's reason
 */
export async function loadFork(session: Session, model: string, signal?: AbortSignal): Promise<Fork> {
  const { status } = await loadModel(session, model, signal);
  const { entries, defects } = status.index;
  const inBucket = await getMirror(session).readBucketHistory(status.index.model, { signal });
  return findFork(status.index.model, { entries, defects }, inBucket);
}
