import type { TerminalTraits } from './describe-terminal.ts';
import type { TerminalSize } from './terminal-size.ts';

/**
 * The screen that the launcher has taken and painted before the application was loaded. One of the two must
 * be called.
 */
export type PaintedSkeleton = {
  /** The caller owns the terminal from now on: raw mode and alternate screen are on. */
  readonly handOver: () => void;
  /**
   * Gives the terminal back as it was, for a program that ends without a console, or has an error to print.
   */
  readonly remove: () => void;
};

/** The first thing to be seen on a screen that has just been taken. Pure. */
export function skeletonBytes(size: TerminalSize, charset: TerminalTraits['charset']): string {
  const opening = charset === 'unicode' ? 'opening …' : 'opening ...';
  const cut = (text: string) => text.slice(0, size.columns);
  const header = `\u001B[1m${cut('lastgood')}\u001B[m`;
  return `\u001B[H${header}\u001B[3H${cut(opening)}\u001B[${size.rows}H${cut('ctrl-c quit')}`;
}
