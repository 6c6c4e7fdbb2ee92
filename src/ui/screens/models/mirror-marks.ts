import { countDifferences, findWorst } from '../../../core/mirror/describe-difference.ts';
import type { Difference } from '../../../core/mirror/difference.ts';
import { differenceWords } from '../../../core/mirror/difference-words.ts';
import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { ModelOverview } from '../../../core/session/load-overview.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
import { type Line, type Segment, type Tone, toned } from '../../components/line.tsx';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

const tones: Readonly<Record<'critical' | 'warning' | 'note', Tone>> = {
  critical: 'bad',
  warning: 'warning',
  note: 'muted',
};

/** How a model stands to the bucket, in a word: what one has to know first. Capitals need a look. Pure. */
export function segmentOfMirror(mirror: MirrorCondition, model: string): Segment {
  if (!mirror.isRead) return toned('muted', '?');
  const differences = differencesOf(mirror, model);
  const worst = findWorst(differences);
  if (worst === undefined) return toned('muted', 'same');
  return toned(tones[worst], wordOf(differences));
}

/** What is ahead or behind of a model, as sentences; none where both sides are the same. Pure. */
export function linesOfMirror({ status }: ModelOverview, { source, size }: Context): readonly Line[] {
  const mirror = findMirror(source);
  if (mirror === undefined) return [];
  const differences = differencesOf(mirror, status.index.model);
  const worst = findWorst(differences);
  if (worst === undefined) return [];
  const mark = worst === 'note' ? '' : '! ';
  const text = `${mark}Mirror: ${countDifferences(differences).join('; ')}. Press s to see.`;
  return wrapText(text, size.columns).map((line): Line => [toned(tones[worst], line)]);
}

function wordOf(differences: readonly Difference[]): string {
  const count = (standing: string): number =>
    differences.filter(({ kind }) => differenceWords[kind].standing === standing).length;
  if (count('forked') > 0) return 'FORKED';
  if (count('changed') > 0) return 'DIFFERS';
  if (count('ahead') > 0) return `ahead ${count('ahead')}`;
  return count('behind') > 0 ? `behind ${count('behind')}` : 'look';
}

/** Differences by model, found once for each answer of a bucket: the list of models is drawn at every key. */
const indexes = new WeakMap<readonly Difference[], ReadonlyMap<string, readonly Difference[]>>();

function differencesOf({ differences }: MirrorCondition, model: string): readonly Difference[] {
  let index = indexes.get(differences);
  if (index === undefined) {
    index = Map.groupBy(
      differences.filter(each => each.model !== undefined),
      each => each.model ?? '',
    );
    indexes.set(differences, index);
  }
  return index.get(model) ?? [];
}
