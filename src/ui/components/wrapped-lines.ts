import { wrapText } from '../format/wrap-text.ts';
import type { Line, Segment } from './line.tsx';

/** A segment on as many lines as it takes, broken at spaces: for sentences that nobody may miss the end of. */
export function wrapSegment(segment: Segment, width: number): readonly Line[] {
  return wrapText(segment.text, width).map(text => [{ ...segment, text }]);
}

/** The same with every line indented by two cells: for sentences below a heading. */
export function wrapIndented(segment: Segment, width: number): readonly Line[] {
  return wrapSegment(segment, width - 2).map(line => [{ text: '  ' }, ...line]);
}
