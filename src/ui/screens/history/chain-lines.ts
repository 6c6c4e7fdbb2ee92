import type { LoadedModel } from '../../../core/session/load-model.ts';
import { type Line, toned } from '../../components/line.tsx';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

/** At most this many lines say whether the history can be believed. */
const maxLines = 2;

/** Whether the history is what was written, in words; what is wrong with it in at most two lines. Pure. */
export function linesOfChain(
  { status }: LoadedModel,
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const intact = status.chain.verdict === 'intact';
  const mark = `${intact ? theme.symbols.good : theme.symbols.bad} `;
  const advice = intact ? '' : ' Nothing is written until it is repaired: lastgood doctor, in a shell.';
  const text = `The history of ${status.index.model} ${status.chain.words}.${advice}`;
  return wrapText(text, size.columns - mark.length)
    .slice(0, maxLines)
    .map(
      (line, place): Line => [
        toned(intact ? 'good' : 'bad', `${place === 0 ? mark : ' '.repeat(mark.length)}${line}`),
      ],
    );
}
