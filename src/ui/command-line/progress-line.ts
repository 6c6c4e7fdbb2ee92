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

/** The same for work of which nobody knows how much there is. */
export type CountLine = { readonly show: (done: number) => void; readonly end: () => void };

type Person = Pick<Host, 'canAsk' | 'writeError'>;

/** Shows progress where a person watches stderr; says nothing elsewhere. Written again only when the percentage changes. */
export function createProgressLine(host: Person, label: string): ProgressLine {
  const line = createLine(host, label);
  return {
    show: (doneBytes, totalBytes) => {
      const percent = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 100;
      line.show(`${percent}% of ${formatBytes(totalBytes)}`);
    },
    end: line.end,
  };
}

/** Counts where a person watches stderr; says nothing elsewhere. @param items what is counted: `objects` */
export function createCountLine(host: Person, label: string, items: string): CountLine {
  const line = createLine(host, label);
  return { show: done => line.show(`${done} ${items}`), end: line.end };
}

function createLine(host: Person, label: string) {
  let shown: string | undefined;
  return {
    show: (text: string): void => {
      if (!host.canAsk || text === shown) return;
      shown = text;
      host.writeError(`\r\u001B[K${makeSafeText(label)} ${text}`);
    },
    end: (): void => {
      if (shown !== undefined) host.writeError('\r\u001B[K');
      shown = undefined;
    },
  };
}
