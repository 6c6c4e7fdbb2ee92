import type { GateView } from '../../../core/session/gate-view.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { cutLine, type Line, type Segment, toned } from '../../components/line.tsx';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import { formatMinute } from '../../format/age.ts';
import { formatAgo, headingOfVerdict, shortDigest } from '../../format/gate.ts';
import { formatCount } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import { isChanged } from './gate-rows.ts';

/**
 * The verdict in words, until when it counts and who recorded it, what a promotion would meet, by which policy; in at most `rows`
 * lines. Where sentences do not fit each is cut to a line; where lines do not fit the last one says how many there are. Pure.
 */
export function linesOfHead(view: GateView, rows: number, context: Context): readonly Line[] {
  const { size, theme } = context;
  const always = [lineOfVerdict(view, context), ...linesOfRecord(view, context)];
  const sentences = [...describePromotion(view, context), ...describePolicy(view)];
  const whole = [...always, ...sentences.flatMap(sentence => wrapSegment(sentence, size.columns))];
  if (whole.length <= rows) return whole;
  const cut = [...always, ...sentences.map((sentence): Line => [sentence])];
  if (cut.length <= rows) return cut;
  const notice = toned('muted', ` (+${formatCount(cut.length - rows, 'line')})`);
  const last = cutLine(cut[rows - 1] ?? [], size.columns - notice.text.length, theme.symbols.ellipsis);
  return [...cut.slice(0, rows - 1), [...last, notice]];
}

function lineOfVerdict(view: GateView, { theme }: Context): Line {
  const { loaded, version, alias, standing } = view;
  const { model } = loaded.status.index;
  const isLive = loaded.status.effective.aliases.get(alias)?.version === version;
  const stale = standing.at === 'recorded' && standing.stale.length > 0;
  return [
    headingOf(view, theme),
    ...(stale ? [{ text: ' STALE', tone: 'warning', bold: true } as const] : []),
    { text: `  ${model} ${version} for ${alias}`, bold: true },
    ...(isLive ? [toned('good', '  live there')] : []),
  ];
}

function headingOf({ standing }: GateView, theme: Context['theme']): Segment {
  switch (standing.at) {
    case 'none':
      return { text: 'NONE', tone: 'muted', bold: true };
    case 'unjudged':
      return { text: `${theme.symbols.unknown} NOT JUDGED`, tone: 'warning', bold: true };
    case 'unusable-policy':
      return { text: '! NO USABLE POLICY', tone: 'bad', bold: true };
    case 'recorded':
      return headingOfVerdict(standing.gate.verdict, theme);
    default:
      return standing satisfies never;
  }
}

function linesOfRecord({ standing }: GateView, { now }: Context): readonly Line[] {
  if (standing.at !== 'recorded') return [];
  const { evaluatedAt, expiresAt, actor } = standing.gate;
  const counts = Date.parse(expiresAt) <= Date.parse(now) ? 'counted' : 'counts';
  const who = makeSafeText(actor, { limit: 120 });
  const until = `${counts} until ${formatMinute(expiresAt)} UTC`;
  return [[{ text: `Judged ${formatAgo(evaluatedAt, now)}, ${until}, by ${who}.` }]];
}

/** Whether a promotion would pass; where nothing stops it, what is odd about the verdict all the same. */
function describePromotion(view: GateView, { theme }: Context): readonly Segment[] {
  const { wouldBlock, standing, alias } = view;
  if (wouldBlock.length > 0) {
    return wouldBlock.map((text, place) =>
      toned('bad', `${theme.symbols.bad} ${place === 0 ? `No promotion to ${alias}: ` : ''}${text}`),
    );
  }
  const passes =
    standing.at === 'recorded' && standing.gate.verdict === 'PASS'
      ? toned('good', `${theme.symbols.good} Promoting it to ${alias} would pass the gate.`)
      : toned('muted', `No gate stops promoting it to ${alias}.`);
  return [...findOddities(view).map(text => toned('warning', `! ${text}`)), passes];
}

function findOddities({ standing, baselineMoved, checks }: GateView): readonly string[] {
  const stale = standing.at === 'recorded' ? standing.stale : [];
  const changed = checks.filter(isChanged).map(check => makeSafeText(check.name, { limit: 120 }));
  return [
    ...(stale.length === 0 ? [] : [`The verdict counts no more: ${stale.join(', ')}.`]),
    ...(baselineMoved === undefined ? [] : [`${baselineMoved}.`]),
    ...(changed.length === 0 ? [] : [`Not what was judged: ${changed.join(', ')}.`]),
  ];
}

function describePolicy({ policy, standing }: GateView): readonly Segment[] {
  const judgedBy =
    standing.at === 'recorded' ? makeSafeText(standing.gate.policy, { limit: 120 }) : undefined;
  if (policy === undefined) {
    return judgedBy === undefined ? [] : [toned('muted', `Judged by ${judgedBy}; no policy is bound now.`)];
  }
  const name = makeSafeText(policy.policy.name, { limit: 120 });
  const origin = makeSafeText(policy.origin, { limit: 300 });
  const other = judgedBy === undefined || judgedBy === name ? '' : `; the verdict is by ${judgedBy}`;
  return [toned('muted', `Policy ${name}, ${origin}, sha256 ${shortDigest(policy.sha256)}${other}.`)];
}
