import type { Symbols } from '../terminal/theme.ts';

/** A bar of at most `width` cells for a share 0..1, the rest left empty. A share above nothing has at least one cell. */
export function drawBar(share: number, width: number, symbols: Symbols): string {
  if (!Number.isFinite(share) || share <= 0) return '';
  return symbols.barFull.repeat(Math.max(1, Math.round(Math.min(1, share) * width)));
}

/** A mark on a scale. Of two in one cell the later one is seen. */
export type ScaleMark = { readonly at: number; readonly sign: string };

/**
 * A scale of exactly `width` cells from the smallest to the largest mark, with a little room on both sides: where numbers lie to
 * each other. `band` is drawn filled. Only finite numbers are marked.
 */
export function drawScale(
  marks: readonly ScaleMark[],
  band: { readonly from: number; readonly to: number } | undefined,
  width: number,
  symbols: Symbols,
): string {
  const numbers = [...marks.map(mark => mark.at), ...(band ? [band.from, band.to] : [])].filter(
    Number.isFinite,
  );
  const lowest = Math.min(...numbers);
  const range = Math.max(...numbers) - lowest;
  const room = width - 3;
  const cellOf = (at: number): number => 1 + (range === 0 ? 0 : Math.round(((at - lowest) / range) * room));
  const cells = Array.from({ length: width }, (_, cell) =>
    band !== undefined && cell >= cellOf(band.from) && cell <= cellOf(band.to)
      ? symbols.barEmpty
      : symbols.horizontal,
  );
  for (const { at, sign } of marks) if (Number.isFinite(at)) cells[cellOf(at)] = sign;
  return cells.join('');
}
