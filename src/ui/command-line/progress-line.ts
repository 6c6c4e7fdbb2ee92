import { makeSafeText } from '../../core/text/safe-text.ts';
import { formatBytes } from '../format/bytes.ts';
import type { Host } from './host.ts';

/** One line on stderr that is written over while something long runs. */
export type ProgressLine = {
  /** What is done and what there is to do, in bytes. */
  readonly show: (doneBytes: number, totalBytes: number) => void;
  /** Removes the line. */
  readonly end: () => void;
};

/** Shows progress where a person watches stderr; says nothing elsewhere. Written again only when the percentage changes. */
export function createProgressLine(host: Pick<Host, 'canAsk' | 'writeError'>, label: string): ProgressLine {
  let shown = -1;
  return {
    show: (doneBytes, totalBytes) => {
      const percent = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 100;
      if (!host.canAsk || percent === shown) return;
      shown = percent;
      host.writeError(`\r\u001B[K${makeSafeText(label)} ${percent}% of ${formatBytes(totalBytes)}`);
    },
    end: () => {
      if (shown >= 0) host.writeError('\r\u001B[K');
      shown = -1;
    },
  };
}
