import type { Line, Segment } from '../../components/line.tsx';
import { widthOfLine } from '../../components/line.tsx';
import type { LiveBinding } from '../binding-state.ts';
import { formatKeyName } from '../global-keys.ts';

/** A key and what it does, as the footer shows it. */
export type FooterKey = { readonly key: string; readonly label: string; readonly available: boolean };

/** The footer keys of a screen's bindings. */
export function footerKeysOf(bindings: readonly LiveBinding[]): readonly FooterKey[] {
  return bindings.map(({ keys, label, reason }) => ({
    key: formatKeyName(keys[0] ?? ''),
    label,
    available: reason === undefined,
  }));
}

/**
 * The keys that work here, the screen's first. Those that cannot be used now stand in brackets.
 * `always` are never left out; of the others those that do not fit are, and help shows them all.
 */
export function lineOfFooter(own: readonly FooterKey[], always: readonly FooterKey[], width: number): Line {
  const ending = always.map(segmentsOfKey);
  const endingWidth = ending.reduce(
    (sum, key) => sum + widthOfLine(key),
    gap.text.length * (ending.length - 1),
  );
  const shown: (readonly Segment[])[] = [];
  let room = width - endingWidth;
  for (const key of own.map(segmentsOfKey)) {
    room -= widthOfLine(key) + gap.text.length;
    if (room < 0) break;
    shown.push(key);
  }
  return [...shown, ...ending].flatMap((key, place) => (place === 0 ? key : [gap, ...key]));
}

const gap: Segment = { text: '  ' };

function segmentsOfKey({ key, label, available }: FooterKey): readonly Segment[] {
  if (!available) return [{ text: `(${key} ${label})`, tone: 'muted' }];
  return [{ text: key, tone: 'accent', bold: true }, { text: ` ${label}` }];
}
