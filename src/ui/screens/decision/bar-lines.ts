import type { DeployedScore } from '../../../core/decision/decide.ts';
import { formatPercentage, formatScore } from '../../../core/decision/format-score.ts';
import type { DecisionView } from '../../../core/session/load-decision.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { drawBar, drawScale, type ScaleMark } from '../../components/bar.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapIndented } from '../../components/wrapped-lines.ts';
import { displayWidth } from '../../format/display-width.ts';
import { fitText } from '../../format/fit-text.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';

const title = (text: string): Line => [{ text, tone: 'accent', bold: true }];

/** The bar a score has to clear: what was deployed with its scores, and how far above the best of them the candidate is. Pure. */
export function linesOfBar(view: DecisionView, context: Context): readonly Line[] {
  return [
    [],
    title(`Deployed under ${makeSafeText(view.alias, { limit: 80 })} and not taken back`),
    ...linesOfDeployed(view, context),
    ...linesOfImprovement(view, context),
  ];
}

/** Versions a list of scores shows, at most; the best stand first. */
const shownVersions = 12;

function linesOfDeployed({ decision, version }: DecisionView, { theme, size }: Context): readonly Line[] {
  const { history, score } = decision;
  if (history.length === 0) return [[toned('muted', '  None: this would be the first.')]];
  const shown = history.slice(0, shownVersions);
  const names = [version, ...shown.map(each => each.version)].map(name => makeSafeText(name, { limit: 80 }));
  const width = Math.min(20, Math.max(...names.map(displayWidth)));
  const highest = Math.max(...[score, ...shown.map(each => each.score)].map(each => each ?? 0));
  const room = Math.max(0, Math.min(30, size.columns - width - 26));
  const lineOf = (name: string, value: number, note: Segment): Line => [
    {
      text: `  ${fitText(makeSafeText(name, { limit: 80 }), width, theme.symbols.ellipsis)}  ${formatScore(value).padStart(9)}  `,
    },
    toned('accent', drawBar(value / highest, room, theme.symbols)),
    note,
  ];
  const unscored = (each: Extract<DeployedScore, { readonly score: null }>): Line => [
    { text: `  ${fitText(makeSafeText(each.version, { limit: 80 }), width, theme.symbols.ellipsis)}  ` },
    toned('warning', `no score: ${makeSafeText(each.problem, { limit: 200 })}${each.live ? ', live' : ''}`),
  ];
  const hidden = history.length - shown.length;
  return [
    ...(score === null ? [] : [lineOf(version, score, toned('plain', '  this one'))]),
    ...shown.map((each, place) =>
      each.score === null
        ? unscored(each)
        : lineOf(each.version, each.score, toned('muted', describeDeployed(each.live, place === 0))),
    ),
    ...(hidden > 0 ? [[toned('muted', `  and ${hidden} more, none better`)]] : []),
  ];
}

function describeDeployed(live: boolean, best: boolean): string {
  const words = [...(best ? ['best'] : []), ...(live ? ['live'] : [])];
  return words.length === 0 ? '' : `  ${words.join(', ')}`;
}

/** The improvement in words and on a scale with what is needed, and the noise of repeat runs. */
function linesOfImprovement({ decision }: DecisionView, { theme, size }: Context): readonly Line[] {
  const { improvement, improvementRatio, minImprovement, noiseBand, best } = decision;
  if (improvement === null || best === null) return [];
  const signed = `${improvement > 0 ? '+' : ''}${formatScore(improvement)}`;
  const share =
    improvementRatio === null
      ? ''
      : ` (${improvementRatio > 0 ? '+' : ''}${formatPercentage(improvementRatio)})`;
  const noise = noiseBand === null ? '' : ` The noise of repeat runs is ${formatScore(noiseBand)}.`;
  const needed = `more than ${formatMetric(minImprovement)} is needed`;
  const text = `${signed}${share} over ${makeSafeText(best.version, { limit: 80 })}; ${needed}.${noise}`;
  const marks: readonly ScaleMark[] = [
    { at: 0, sign: '0' },
    { at: minImprovement, sign: '|' },
    { at: improvement, sign: '*' },
  ];
  const band = noiseBand === null ? undefined : { from: 0, to: noiseBand };
  const scale = drawScale(marks, band, Math.min(60, size.columns - 4), theme.symbols);
  const key = [
    '0 equal to the best',
    '| needed',
    '* this one',
    ...(noiseBand === null ? [] : [`${theme.symbols.barEmpty} noise`]),
  ];
  const tone = decision.verdict === 'PASS' ? 'good' : 'warning';
  return [
    [],
    title('Improvement'),
    ...wrapIndented({ text }, size.columns),
    [{ text: '  ' }, toned(tone, scale)],
    ...wrapIndented(toned('muted', key.join('   ')), size.columns),
  ];
}
