import type { Host } from './host.ts';
import type { TableOptions } from './print-table.ts';

/** Tables fit the terminal; where stdout is a file or a pipe nothing is cut. */
export function fitToOutput(host: Pick<Host, 'outIsTerminal' | 'columns'>): TableOptions {
  return { width: host.outIsTerminal ? host.columns : undefined };
}
