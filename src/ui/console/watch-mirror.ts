import type { MirrorCondition } from '../../core/ports/mirror.ts';

/** How often the condition of a mirror is looked at, in milliseconds; looking costs nothing and asks nobody. */
const lookEveryMs = 500;

/**
 * Tells when the condition of the mirror has become another one, until the returned function is called. A read of the bucket that is
 * over between two looks is not told of: it would only flicker.
 */
export function watchMirror(
  getCondition: () => MirrorCondition | undefined,
  onChange: (condition: MirrorCondition | undefined) => void,
  everyMs: number = lookEveryMs,
): () => void {
  let told = getCondition();
  let wasRefreshing = false;
  const timer = setInterval(() => {
    const seen = getCondition();
    const isRefreshing = seen?.isRefreshing === true;
    const condition = seen && { ...seen, isRefreshing: isRefreshing && wasRefreshing };
    wasRefreshing = isRefreshing;
    if (isSame(told, condition)) return;
    told = condition;
    onChange(condition);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isSame(one: MirrorCondition | undefined, other: MirrorCondition | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.url === other.url &&
    one.cache === other.cache &&
    one.seenAt === other.seenAt &&
    one.isRefreshing === other.isRefreshing &&
    one.isRead === other.isRead &&
    one.listed === other.listed &&
    one.writeProblem?.message === other.writeProblem?.message &&
    one.problem?.message === other.problem?.message &&
    one.differences === other.differences
  );
}
