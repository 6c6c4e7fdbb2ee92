import { BugError, toAppError, UnavailableError } from '../errors/app-error.ts';
import type { Mirror, MirrorCondition } from '../ports/mirror.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { Session } from './session.ts';

/** What is known of the bucket after it was asked. That it could not be reached stands in `condition.problem`. */
export type RefreshedMirror = {
  readonly condition: MirrorCondition;
  /** Files that were put into the copy. */
  readonly fetched: number;
};

/**
 * Reads the bucket. One that cannot be reached is an answer: the copy can be read all the same.
 * @throws the signal's reason; BugError where there is no bucket
 */
export async function refreshMirror(session: Session, options?: ReadOptions): Promise<RefreshedMirror> {
  const reader = getMirror(session);
  try {
    const { fetched } = await reader.refresh(options);
    return { condition: reader.getCondition(), fetched };
  } catch (thrown) {
    if (options?.signal?.aborted || !(thrown instanceof UnavailableError)) throw thrown;
    const { code, message, hint } = toAppError(thrown);
    return { condition: { ...reader.getCondition(), problem: { code, message, hint } }, fetched: 0 };
  }
}

/** The mirror of the session's registry. @throws BugError where there is none: nobody may ask then */
export function getMirror(session: Session): Mirror {
  const mirror = session.registry.mirror?.reader;
  if (mirror) return mirror;
  throw new BugError('internal-bug', `There is no bucket behind ${session.registry.reader.identity.place}.`);
}
