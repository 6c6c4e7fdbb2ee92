import type { ValueChange } from '../../../core/diff/compare-versions.ts';
import { type Line, toned } from '../../components/line.tsx';
import { displayWidth } from '../../format/display-width.ts';
import { padText } from '../../format/fit-text.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

const nothing = '(not there)';

/**
 * Values side by side, `name  before → after`; one that is too long for that stands below its name, before and after each on
 * lines of their own, so that nothing of it is lost. Pure.
 */
export function linesOfValues(
  changes: readonly ValueChange[],
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const most = Math.floor(size.columns / 3);
  const nameWidth = Math.min(most, Math.max(0, ...changes.map(change => displayWidth(change.name))));
  const { arrow } = theme.symbols;
  return changes.flatMap(({ name, before = nothing, after = nothing }): readonly Line[] => {
    const label = `  ${padText(name, nameWidth)}  `;
    const width = displayWidth(label) + displayWidth(before) + displayWidth(after) + displayWidth(arrow) + 2;
    if (width <= size.columns) {
      return [[{ text: label }, toned('muted', before), toned('accent', ` ${arrow} `), { text: after }]];
    }
    return [
      [{ text: `  ${name}` }],
      ...linesOfSide('before', before, size.columns),
      ...linesOfSide('after', after, size.columns),
    ];
  });
}

function linesOfSide(side: 'before' | 'after', value: string, columns: number): readonly Line[] {
  const label = `    ${side.padEnd(6)}  `;
  return wrapText(value, columns - label.length).map(
    (text, place): Line => [
      toned('muted', place === 0 ? label : ' '.repeat(label.length)),
      { text, tone: side === 'before' ? 'muted' : 'plain' },
    ],
  );
}
