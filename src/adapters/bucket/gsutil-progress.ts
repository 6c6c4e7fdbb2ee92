import type { CallOptions } from '../../core/ports/object-store.ts';
import { reportProgress } from './report-progress.ts';

/** `[ 83.0 MiB/300.0 MiB]` */
const figure = /\[\s*(\d+(?:\.\d+)?) ([KMGT]?i?B)\/\s*\d+(?:\.\d+)? [KMGT]?i?B\]/g;

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** How far a copy is, read from what gsutil says. */
export type GsutilProgress = {
  readonly hear: (text: string) => void;
  /** The copy is done; figures of gsutil are rounded. */
  readonly finish: () => void;
};

/** Follows one copy, and tells the caller where it is large enough for it. */
export function followGsutilProgress(
  totalBytes: number,
  onProgress: CallOptions['onProgress'],
): GsutilProgress {
  const report = reportProgress(totalBytes, onProgress);
  let doneBytes = 0;
  const reach = (bytes: number): void => {
    if (bytes < doneBytes) return;
    report(bytes - doneBytes);
    doneBytes = bytes;
  };
  return {
    hear: text => {
      for (const [, amount = '', unit = ''] of text.matchAll(figure))
        reach(Math.min(totalBytes, Math.round(Number(amount) * (unitBytes[unit] ?? 0))));
    },
    finish: () => reach(totalBytes),
  };
}
