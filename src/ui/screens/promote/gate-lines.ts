import { makeSafeText } from '../../../core/text/safe-text.ts';
import { linesOfOverride, linesOfRules, linesOfVerdict } from '../../act/gate-lines.ts';
import { type Line, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { describeStanding, toneOfStanding } from '../../format/gate.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { Acting } from './state.ts';

/** Rows that the question for a reason needs below. */
const questionRows = 7;

/** What the gate says to this promotion: the verdict that counts, and the rules that block with their reasons. Pure. */
export function linesOfGate(state: Acting, context: Context): readonly Line[] {
  const { act, passing } = state;
  const { size } = context;
  // A review tells of the override in words of its own.
  const lines = [
    ...(passing === 'overridden' && act.at !== 'review' ? linesOfOverride(size.columns) : []),
    ...linesOfEvidence(state, context),
  ];
  if (act.at !== 'reason') return lines;
  return lines.slice(0, Math.max(1, size.rows - questionRows));
}

/** Every rule of the verdict that counts, for below a review. Pure. */
export function linesOfGateRules(state: Acting, theme: Theme): readonly Line[] {
  const report = state.results === undefined ? state.gate?.report : state.judged;
  return report === undefined ? [] : linesOfRules(report, theme);
}

function linesOfEvidence(
  { act, gate, results, judged }: Acting,
  { size, theme, now }: Context,
): readonly Line[] {
  const { columns } = size;
  if (results !== undefined) {
    const from = toned('muted', `Results: ${makeSafeText(results, { limit: 300 })}`);
    const verdict = judged === undefined ? [] : linesOfVerdict(judged, columns, theme);
    return [...wrapSegment(from, columns), ...verdict];
  }
  if (gate === undefined) return [[toned('muted', 'Gate: being checked; you need not wait.')]];
  const { standing, report, wouldBlock } = gate;
  const said = `Gate: ${makeSafeText(describeStanding(standing, now))}.`.replace(/\.\.$/, '.');
  const tone = wouldBlock.length > 0 ? 'bad' : toneOfStanding(standing);
  // A review tells what blocks in words of its own.
  const why =
    act.at === 'review' || report === undefined || report.verdict === 'PASS'
      ? []
      : linesOfVerdict(report, columns, theme).slice(1);
  return [...wrapSegment(toned(tone, said), columns), ...why];
}
