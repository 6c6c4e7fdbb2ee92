import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { displayWidth } from '../../format/display-width.ts';
import { fitText } from '../../format/fit-text.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

/** A label, what stands beside it, and what that means; made safe when drawn. */
export type Field = readonly [label: string, value: string, tone?: Tone];

const indent = 2;
const gap = 2;

/** Labels in one column, values in the other, wrapped below themselves. Labels take a third of the width at most. Pure. */
export function linesOfFields(
  fields: readonly Field[],
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const most = Math.max(12, Math.floor(size.columns / 3));
  const labelWidth = Math.min(most, Math.max(0, ...fields.map(([label]) => displayWidth(label))));
  const valueWidth = Math.max(10, size.columns - indent - labelWidth - gap);
  return fields.flatMap(([label, value, tone = 'plain']) =>
    wrapText(makeSafeText(value), valueWidth).map((text, place): Line => {
      const shown = place === 0 ? fitText(label, labelWidth, theme.symbols.ellipsis) : ' '.repeat(labelWidth);
      return [toned('muted', `${' '.repeat(indent)}${shown}${' '.repeat(gap)}`), toned(tone, text)];
    }),
  );
}
