import { bestEffortHistoryWords } from '../../../core/plan/best-effort.ts';
import type { LoadedModel } from '../../../core/session/load-model.ts';
import { type Line, toned } from '../../components/line.tsx';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';

/** What the lines depend on. */
export type ChainContext = Pick<Context, 'size' | 'theme' | 'capabilities'>;

/** At most this many lines say whether the history can be believed. */
const maxLines = 2;

const adviceOf = {
  history: ' Nothing is written until it is repaired: lastgood doctor, in a shell.',
  registry: ' What is live is as the server says.',
} as const;

/** Whether the history is what was written, in words; what is wrong with it in at most two lines. Pure. */
export function linesOfChain(
  { status }: LoadedModel,
  { size, theme, capabilities }: ChainContext,
): readonly Line[] {
  const intact = status.chain.verdict === 'intact';
  const mark = `${intact ? theme.symbols.good : theme.symbols.bad} `;
  const advice = intact ? '' : adviceOf[status.leads];
  const effort = capabilities.compareAndSwap ? '' : ` ${bestEffortHistoryWords}`;
  const text = `The history of ${status.index.model} ${status.chain.words}.${advice}${effort}`;
  return wrapText(text, size.columns - mark.length)
    .slice(0, maxLines)
    .map(
      (line, place): Line => [
        toned(
          intact ? 'good' : status.leads === 'registry' ? 'warning' : 'bad',
          `${place === 0 ? mark : ' '.repeat(mark.length)}${line}`,
        ),
      ],
    );
}
