import { findMirror, type SourceFacts } from '../../core/session/source-facts.ts';

/** How often the condition of a bucket or server is looked at, in milliseconds; looking costs nothing and asks nobody. */
const lookEveryMs = 500;

/**
 * Tells when what is known of the bucket or server has become something else, until the returned function is called. A read of it that
 * is over between two looks is not told of: it would only flicker.
 */
export function watchSource(
  look: () => SourceFacts | undefined,
  onChange: (source: SourceFacts | undefined) => void,
  everyMs: number = lookEveryMs,
): () => void {
  let told = look();
  let wasRefreshing = false;
  const timer = setInterval(() => {
    const seen = look();
    const isRefreshing = seen?.condition.isRefreshing === true;
    const source = seen && showRefreshing(seen, isRefreshing && wasRefreshing);
    wasRefreshing = isRefreshing;
    if (isSame(told, source)) return;
    told = source;
    onChange(source);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function showRefreshing(source: SourceFacts, isRefreshing: boolean): SourceFacts {
  return source.at === 'bucket'
    ? { at: 'bucket', condition: { ...source.condition, isRefreshing } }
    : { at: source.at, condition: { ...source.condition, isRefreshing } };
}

function isSame(one: SourceFacts | undefined, other: SourceFacts | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [{ condition: before }, { condition: after }] = [one, other];
  return (
    one.at === other.at &&
    before.url === after.url &&
    before.cache === after.cache &&
    before.seenAt === after.seenAt &&
    before.isRefreshing === after.isRefreshing &&
    before.isRead === after.isRead &&
    before.listed === after.listed &&
    before.writeProblem?.message === after.writeProblem?.message &&
    before.behind === after.behind &&
    before.problem?.message === after.problem?.message &&
    findMirror(one)?.differences === findMirror(other)?.differences
  );
}
