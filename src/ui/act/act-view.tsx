import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { StepReceipt } from '../../core/plan/receipt.ts';
import { type Line, Lines, toned } from '../components/line.tsx';
import { linesInRoom } from '../components/lines-in-room.ts';
import { heightOfTable, StaticTable } from '../components/static-table.tsx';
import { wrapSegment } from '../components/wrapped-lines.ts';
import type { Size } from '../runtime/screen.ts';
import type { Theme } from '../terminal/theme.ts';
import { type Act, canPlanAgain, canUndo, reasonNotToApply } from './act.ts';
import { linesOfAct } from './act-lines.ts';
import { linesOfConsent } from './consent-lines.ts';

/**
 * Draws an act in at most `size.rows` lines: what is asked for always stays in sight at the bottom. `above` stands over it,
 * `below` follows a review: what is worth knowing and may be scrolled to.
 */
export function ActView({
  act,
  above,
  below = [],
  size,
  theme,
}: {
  act: Act;
  above: readonly Line[];
  below?: readonly Line[];
  size: Size;
  theme: Theme;
}): ReactElement {
  const lines = [...above, ...linesOfAct(act, size.columns, theme), ...(act.at === 'review' ? below : [])];
  if (act.at === 'finished') return <Finished act={act} lines={lines} size={size} theme={theme} />;
  const bottom =
    act.at === 'review' ? linesOfConsent(act.consent, reasonNotToApply(act), 'Apply', size.columns) : [];
  const shown = linesInRoom(lines, bottom, act.at === 'review' ? act.scroll : 0, size.rows);
  return <Lines lines={shown} width={size.columns} theme={theme} rows={size.rows} />;
}

type FinishedProps = {
  act: Extract<Act, { readonly at: 'finished' }>;
  lines: readonly Line[];
  size: Size;
  theme: Theme;
};

/** The receipt: how it ended, every step in a table, and what can be done now. */
function Finished({ act, lines, size, theme }: FinishedProps): ReactElement {
  const command = toned('muted', `Same as: ${act.receipt.command}`);
  const next = [...linesOfNext(act), ...wrapSegment(command, size.columns)];
  const rows = act.receipt.steps.map(each => [each.target, describeValue(each), each.problem ?? each.state]);
  const room = size.rows - lines.length - next.length;
  const isTable = rows.length > 0 && heightOfTable(rows.length) <= room;
  const plain = rows.map(
    ([target = '', value = '', state = '']): Line => [{ text: `  ${state}: ${target} ${value}`.trimEnd() }],
  );
  return (
    <Box flexDirection="column">
      <Lines lines={lines} width={size.columns} theme={theme} />
      {isTable ? (
        <StaticTable
          columns={[
            { heading: 'What', minimum: 16 },
            { heading: 'Is now' },
            { heading: 'Step', minimum: 11, tone: state => (state === 'done' ? 'good' : 'warning') },
          ]}
          rows={rows}
          width={size.columns}
          theme={theme}
        />
      ) : (
        <Lines lines={plain.slice(0, Math.max(0, room))} width={size.columns} theme={theme} />
      )}
      <Lines lines={next} width={size.columns} theme={theme} />
    </Box>
  );
}

/** What is there since a step was done; of one that was not, nobody looked again. */
function describeValue({ step, state }: StepReceipt): string {
  if (state !== 'done') return '-';
  return step.value ?? (step.kind === 'set-pointer' ? 'nothing' : 'written');
}

function linesOfNext(act: Extract<Act, { readonly at: 'finished' }>): readonly Line[] {
  if (canPlanAgain(act)) return [[{ text: 'Press enter to plan again from how it is now.', bold: true }]];
  const text = canUndo(act) ? 'Press esc to go back, Z to undo this.' : 'Press esc to go back.';
  return [[{ text, bold: true }]];
}
