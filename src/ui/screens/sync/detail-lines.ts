import type { DifferenceChoice } from '../../../core/mirror/difference-words.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { formatCount } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import { linesOfFork } from './fork-lines.ts';
import { modelOfHistories, type SyncRow, wordsOfRow } from './sync-rows.ts';
import type { State } from './update.ts';

const labelWidth = 9;

/** How a choice is done: the key of this screen, or where else. */
const labels: Readonly<Record<DifferenceChoice['by'], string>> = {
  pull: 'D pull',
  push: 'U push',
  doctor: 'in shell',
  person: 'by hand',
  nobody: 'nothing',
};

/** What is to be known about a row: what differs, what that means, what can be done. Pure. */
export function linesAboutRow(row: SyncRow, context: Pick<Context, 'size'>): readonly Line[] {
  const words = wordsOfRow(row);
  const { columns } = context.size;
  const what =
    row.is === 'group'
      ? formatCount(row.group.differences.length, 'difference')
      : `${row.difference.name}: ${row.difference.detail}.`;
  return [
    ...linesOfSaid('what', what, columns),
    ...linesOfSaid('means', words.meaning, columns, 'muted'),
    ...words.choices.flatMap(choice => linesOfSaid(labels[choice.by], choice.text, columns)),
  ];
}

/** All that is known of the selected row, both histories where they are forked. Pure. */
export function linesOfDetail(
  state: Pick<State, 'fork'>,
  row: SyncRow | undefined,
  context: Context,
): readonly Line[] {
  if (row === undefined) return [];
  const about = linesAboutRow(row, context);
  const model = modelOfHistories(row);
  if (model === undefined || state.fork?.model !== model) return about;
  return [...linesOfFork(state.fork, context), [], ...about];
}

function linesOfSaid(label: string, text: string, columns: number, tone: Tone = 'plain'): readonly Line[] {
  return wrapText(text, columns - labelWidth).map(
    (line, place): Line => [toned('muted', (place === 0 ? label : '').padEnd(labelWidth)), toned(tone, line)],
  );
}
