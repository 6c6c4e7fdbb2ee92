import type { Line } from '../../components/line.tsx';
import { displayWidth } from '../../format/display-width.ts';
import { cutText } from '../../format/fit-text.ts';
import type { Theme } from '../../terminal/theme.ts';

/** The titles of the open screens; the last, which is shown, in bold. Where room is short the first are cut off. */
export function lineOfBreadcrumb(titles: readonly string[], width: number, theme: Theme): Line {
  const shown = cutText(titles.at(-1) ?? '', width, theme.symbols.ellipsis);
  const path = titles
    .slice(0, -1)
    .map(title => `${title} / `)
    .join('');
  const room = width - displayWidth(shown);
  return [
    { text: cutText(path, room, theme.symbols.ellipsis, 'end'), tone: 'muted' },
    { text: shown, bold: true },
  ];
}
