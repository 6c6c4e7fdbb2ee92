import { wrapText } from '../format/wrap-text.ts';
import type { Line, Segment } from './line.tsx';

/** A segment on as many lines as it takes, broken at spaces: for sentences that nobody may miss the end of. */
export function wrapSegment(segment: Segment, width: number): readonly Line[] {
  return wrapText(segment.text, width).map(text => [{ ...segment, text }]);
}
