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

/** The last keys of the footer, which are never left out; `help` undefined where it cannot be opened. */
export type FooterEnding = { readonly help: FooterKey | undefined; readonly others: readonly FooterKey[] };

/**
 * The keys that work here, the screen's first. Those that cannot be used now stand in brackets. Those that do not fit are left out:
 * then the key of help says how many more there are, and help shows them all.
 */
export function lineOfFooter(own: readonly FooterKey[], ending: FooterEnding, width: number): Line {
  const whole = fillFooter(own, ending, width);
  const { help } = ending;
  if (help === undefined || whole.left === 0) return whole.line;
  const endingFor = (left: number): FooterEnding => ({ ...ending, help: { ...help, label: `${left} more` } });
  return fillFooter(own, endingFor(fillFooter(own, endingFor(own.length), width).left), width).line;
}

/** As many of the screen's keys as fit before the ending, and how many do not. */
function fillFooter(
  own: readonly FooterKey[],
  { help, others }: FooterEnding,
  width: number,
): { readonly line: Line; readonly left: number } {
  const ending = [...(help === undefined ? [] : [help]), ...others].map(segmentsOfKey);
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
  const line = [...shown, ...ending].flatMap((key, place) => (place === 0 ? key : [gap, ...key]));
  return { line, left: own.length - shown.length };
}

const gap: Segment = { text: '  ' };

function segmentsOfKey({ key, label, available }: FooterKey): readonly Segment[] {
  if (!available) return [{ text: `(${key} ${label})`, tone: 'muted' }];
  return [{ text: key, tone: 'accent', bold: true }, { text: ` ${label}` }];
}
