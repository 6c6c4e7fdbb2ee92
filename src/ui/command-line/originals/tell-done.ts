import type { Charset } from '../../terminal/describe-terminal.ts';
import { createTheme } from '../../terminal/theme.ts';
import type { Host } from '../host.ts';
import type { VerbResult } from '../verb-result.ts';

/** The characters that an original's text may have: where it goes to a file or a pipe all of them, as with the original. Pure. */
export function chooseCharset({ outIsTerminal, charset }: Pick<Host, 'outIsTerminal' | 'charset'>): Charset {
  return outIsTerminal ? charset : 'unicode';
}

/**
 * A result with the line in front that an original prints when it has done it. Where it was not done the result is as it was.
 * @param nothingDone it was a dry run, or everything was as asked already
 */
export function tellDone(
  result: VerbResult,
  { host, nothingDone }: { readonly host: Host; readonly nothingDone: boolean },
  done: string,
): VerbResult {
  if (result.exitCode !== 0 || nothingDone) return result;
  const { good } = createTheme('mono', chooseCharset(host)).symbols;
  return { ...result, lines: () => [`${good} ${done}`, ...result.lines()] };
}
