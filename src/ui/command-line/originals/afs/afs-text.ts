import type { VersionState } from '../../../../core/history/entry.ts';
import { padText } from '../../../format/fit-text.ts';
import type { Charset } from '../../../terminal/describe-terminal.ts';

/** A line of S2's text: a heading with its rule below. Pure. @param width characters of the rule */
export function formatHeading(heading: string, width: 60 | 80): readonly string[] {
  return [heading, '='.repeat(width)];
}

/** What a version looks like in S2's lists. */
export type AfsRow = {
  readonly version: string;
  readonly state: VersionState | 'incomplete' | 'damaged';
  /** 0 is one, and is shown: the original left it out. */
  readonly accuracy: number | undefined;
};

/** S2's widths: of a version, of a state, of a score. */
const widths = { version: 8, state: 10, score: 15 };

/** A version as S2 lists it: a filled mark for one that is deployed. Pure. */
export function formatAfsRow({ version, state, accuracy }: AfsRow, marks: Marks, rest = ''): string {
  const mark = state === 'deployed' ? marks.deployed : marks.other;
  const score = accuracy === undefined ? '' : `acc=${accuracy.toFixed(3)}`;
  const shown = rest === '' ? score : `${padText(score, widths.score)} ${rest}`;
  return `${mark} ${padText(version, widths.version)} (${padText(state, widths.state)}) ${shown}`.trimEnd();
}

/** Signs in front of versions. */
type Marks = { readonly deployed: string; readonly other: string };

/** S2's signs; letters on a terminal that has no such signs. Pure. */
export function chooseMarks(charset: Charset): Marks {
  return charset === 'unicode' ? { deployed: '●', other: '○' } : { deployed: '*', other: '-' };
}
