import type { VoteResult } from '../../../core/votes/vote-result.ts';
import { type Line, toned } from '../../components/line.tsx';
import { displayWidth } from '../../format/display-width.ts';
import { cutText, padText } from '../../format/fit-text.ts';
import { listVoteFacts } from '../../format/votes.ts';
import type { Context } from '../../runtime/screen.ts';

/** Votes a fact to a line: how they fell, what part was won, how many are missing, how long it is still to wait. Pure. */
export function linesOfVotes(result: VoteResult, { now, size, theme }: Context): readonly Line[] {
  const facts = listVoteFacts(result, now);
  const labelWidth = Math.max(...facts.map(({ label }) => displayWidth(label)));
  return facts.map(({ label, found, wanted }): Line => {
    const start = `${padText(label, labelWidth)}  `;
    const room = Math.max(1, size.columns - displayWidth(start));
    const needs = wanted === '' ? '' : `  (needs ${wanted})`;
    const fits = displayWidth(found + needs) <= room;
    return [
      toned('muted', start),
      { text: fits ? found : cutText(found, room, theme.symbols.ellipsis) },
      toned('muted', fits ? needs : ''),
    ];
  });
}
