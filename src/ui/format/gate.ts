import { type GateStanding, nameStanding } from '../../core/gate/gate-standing.ts';
import type { RuleResult, RuleVerdict } from '../../core/gate/report.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import type { Segment, Tone } from '../components/line.tsx';
import type { Theme } from '../terminal/theme.ts';
import { formatAge } from './age.ts';
import { formatDifference } from './delta.ts';
import { displayWidth } from './display-width.ts';
import { padText } from './fit-text.ts';
import { formatMetric } from './number.ts';

type Looks = { readonly symbol: (theme: Theme) => string; readonly word: string; readonly tone: Tone };

const looks: Readonly<Record<RuleVerdict, Looks>> = {
  PASS: { symbol: ({ symbols }) => symbols.good, word: 'PASS', tone: 'good' },
  INCONCLUSIVE: { symbol: ({ symbols }) => symbols.unknown, word: 'UNSURE', tone: 'warning' },
  FAIL: { symbol: ({ symbols }) => symbols.bad, word: 'FAIL', tone: 'bad' },
  ERROR: { symbol: () => '!', word: 'ERROR', tone: 'bad' },
  SKIPPED: { symbol: () => '-', word: 'skipped', tone: 'muted' },
};

const longestWord = Math.max(...Object.values(looks).map(({ word }) => word.length));

/** What a verdict means, for colour: never alone, the word stands beside it. */
export function toneOfVerdict(verdict: RuleVerdict | 'NONE'): Tone {
  return verdict === 'NONE' ? 'muted' : looks[verdict].tone;
}

/** A verdict with its sign, all of one width: `✓ PASS   `, `✗ FAIL   `, `? UNSURE `, `! ERROR  `, `- skipped`. */
export function segmentOfVerdict(verdict: RuleVerdict, theme: Theme): Segment {
  const { symbol, word, tone } = looks[verdict];
  return { text: formatSigned(symbol(theme), word.padEnd(longestWord), theme), tone };
}

/** A word behind a sign, so that words stand below each other whatever the signs. */
export function formatSigned(sign: string, word: string, theme: Theme): string {
  return `${padText(sign, signWidth(theme))} ${word}`;
}

/** A verdict with its sign and its whole name, for headings: `? INCONCLUSIVE`. */
export function headingOfVerdict(verdict: RuleVerdict, theme: Theme): Segment {
  const { symbol, tone } = looks[verdict];
  return { text: `${symbol(theme)} ${verdict}`, tone, bold: true };
}

/** Where a version stands with a gate, in a column: `PASS`, `FAIL stale`, `unjudged`, `none`. */
export function segmentOfStanding(standing: GateStanding): Segment {
  return { text: nameStanding(standing), tone: toneOfStanding(standing) };
}

/** Where a version stands with a gate, in a sentence without its full stop: `FAIL by rag, judged 3h ago by ci; stale: it is too old`. */
export function describeStanding(standing: GateStanding, now: string): string {
  switch (standing.at) {
    case 'none':
      return 'NONE, no policy is bound';
    case 'unusable-policy':
      return `the policy cannot be used: ${withoutFullStop(standing.problem)}`;
    case 'unjudged':
      return `not judged by ${standing.policy} yet`;
    case 'recorded': {
      const { verdict, policy, evaluatedAt, actor } = standing.gate;
      const stale = standing.stale.length === 0 ? '' : `; stale: ${standing.stale.join(', ')}`;
      return `${verdict} by ${policy}, judged ${formatAgo(evaluatedAt, now)} by ${actor}${stale}`;
    }
    default:
      return standing satisfies never;
  }
}

/** How long ago, in words: `just now`, `3h ago`. */
export function formatAgo(at: string, now: string): string {
  const age = formatAge(at, now);
  return age === 'now' ? 'just now' : age === 'ahead' ? 'ahead of this clock' : `${age} ago`;
}

/** What a rule wants: `>= 3`; empty for a rule without a number. */
export function formatThreshold({ operator, threshold }: RuleResult): string {
  return operator === null || threshold === null ? '' : `${operator} ${formatMetric(threshold)}`;
}

/** How far a rule is on the good side, with its unit: `+0.33 score`, `-1.4 s`; empty where there is no number. */
export function formatMargin({ margin, unit }: RuleResult): string {
  if (margin === null) return '';
  return [formatDifference(margin), shortUnit(unit)].filter(part => part !== '').join(' ');
}

/** The first word of a unit: a column has no room for its range. */
export function shortUnit(unit: string): string {
  return unit.split(' ')[0] ?? '';
}

/** The beginning of a digest, enough to tell two apart by eye. */
export function shortDigest(sha256: string): string {
  return sha256.slice(0, 8);
}

/** What a standing means, for colour: a verdict that counts no more is never good. */
export function toneOfStanding(standing: GateStanding): Tone {
  switch (standing.at) {
    case 'none':
      return 'muted';
    case 'unusable-policy':
      return 'bad';
    case 'unjudged':
      return 'warning';
    case 'recorded': {
      const tone = toneOfVerdict(standing.gate.verdict);
      return tone === 'good' && standing.stale.length > 0 ? 'warning' : tone;
    }
    default:
      return standing satisfies never;
  }
}

/** Cells of the widest sign of a verdict: in ASCII one of them takes two. */
function signWidth(theme: Theme): number {
  return Math.max(...Object.values(looks).map(({ symbol }) => displayWidth(symbol(theme))));
}
