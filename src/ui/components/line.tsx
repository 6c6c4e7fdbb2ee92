import { Box, Text } from 'ink';
import { describeUnsafe, makeSafeText } from '../../core/text/safe-text.ts';
import { displayWidth } from '../format/display-width.ts';
import { cutText, padText } from '../format/fit-text.ts';
import type { Colours, Theme } from '../terminal/theme.ts';

/** What a piece of text means; the theme says how that looks. */
export type Tone = keyof Colours | 'plain';

/** A piece of a line. */
export type Segment = {
  readonly text: string;
  readonly tone?: Tone | undefined;
  readonly bold?: boolean | undefined;
  readonly inverse?: boolean | undefined;
};

/** One row of the screen, from left to right. Never holds a line end. */
export type Line = readonly Segment[];

/** A segment in a tone. */
export function toned(tone: Tone, text: string): Segment {
  return { text, tone };
}

/** The line without its looks, for tests and copying. */
export function textOfLine(line: Line): string {
  return line.map(segment => segment.text).join('');
}

/** Terminal cells the line takes. */
export function widthOfLine(line: Line): number {
  return line.reduce((sum, segment) => sum + displayWidth(segment.text), 0);
}

/** The line in at most `width` cells, with an ellipsis where it was cut. */
export function cutLine(line: Line, width: number, ellipsis: string): Line {
  if (widthOfLine(line) <= width) return line;
  const kept: Segment[] = [];
  let room = width;
  for (const segment of line) {
    const size = displayWidth(segment.text);
    if (size >= room) {
      const text = cutText(segment.text + ellipsis, room, ellipsis);
      return [...kept, { ...segment, text }];
    }
    kept.push(segment);
    room -= size;
  }
  return kept;
}

/** The line followed by spaces up to `width` cells. */
export function padLine(line: Line, width: number): Line {
  const missing = width - widthOfLine(line);
  return missing > 0 ? [...line, { text: padText('', missing) }] : line;
}

const printableAscii = /^[ -~]*$/;

/** The last wall before the screen: texts of a history are kept as they were written, since their digest is of every byte. */
function makeSafeSegment(segment: Segment): Segment {
  if (printableAscii.test(segment.text) || describeUnsafe(segment.text) === undefined) return segment;
  return { ...segment, text: makeSafeText(segment.text) };
}

/** Draws one line in one row, cut at `width`; what could steer the terminal is written out. */
export function LineView({ line, width, theme }: { line: Line; width: number; theme: Theme }) {
  const fitted = cutLine(line.map(makeSafeSegment), width, theme.symbols.ellipsis);
  return (
    <Text wrap="truncate">
      {fitted.length === 0
        ? ' '
        : fitted.map((segment, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment has no identity but its place.
            <Text key={place} {...looksOf(segment, theme)}>
              {segment.text}
            </Text>
          ))}
    </Text>
  );
}

/** Draws lines below each other, one row each; those beyond `rows` are left out. */
export function Lines({
  lines,
  width,
  theme,
  rows = lines.length,
}: {
  lines: readonly Line[];
  width: number;
  theme: Theme;
  rows?: number;
}) {
  return (
    <Box flexDirection="column">
      {lines.slice(0, rows).map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place.
        <LineView key={row} line={line} width={width} theme={theme} />
      ))}
    </Box>
  );
}

function looksOf({ tone, bold, inverse }: Segment, theme: Theme) {
  const colour = tone === undefined || tone === 'plain' ? undefined : theme.colours[tone];
  return {
    ...(colour === undefined ? {} : { color: colour }),
    ...(bold ? { bold } : {}),
    ...(inverse ? { inverse } : {}),
  };
}
