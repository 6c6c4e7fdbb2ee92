import { isInTheWay } from '../../core/gate/format-report.ts';
import { orderRules } from '../../core/gate/order-rules.ts';
import type { GateReport, RuleResult } from '../../core/gate/report.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { type Line, toned } from '../components/line.tsx';
import { wrapIndented, wrapSegment } from '../components/wrapped-lines.ts';
import { formatMargin, formatThreshold, headingOfVerdict, segmentOfVerdict } from '../format/gate.ts';
import { formatCount, formatMetric } from '../format/number.ts';
import type { Theme } from '../terminal/theme.ts';

/** Rules that keep a version from passing and are explained over a review; the others stand below it. */
const explainedRules = 4;

/** A verdict over a review: the word, how many rules, and the reason of those that keep it from passing. Pure. */
export function linesOfVerdict(report: GateReport, width: number, theme: Theme): readonly Line[] {
  const ordered = orderRules(report.rules);
  const stopping = ordered.filter(isInTheWay);
  const counted =
    stopping.length === 0
      ? `${formatCount(ordered.length, 'rule')}, nothing against it`
      : `${stopping.length} of ${formatCount(ordered.length, 'rule')} not passed`;
  const hidden = stopping.length - explainedRules;
  return [
    [
      headingOfVerdict(report.verdict, theme),
      toned('muted', `  by ${makeSafeText(report.policy.name, { limit: 120 })}: ${counted}`),
    ],
    ...stopping.slice(0, explainedRules).flatMap(rule => linesOfReason(rule, width, theme)),
    ...(hidden > 0 ? [[toned('muted', `  and ${hidden} more, below`)]] : []),
  ];
}

/** Every rule on a line of its own, worst first: `✗ FAIL  main.groundedness 2.74 >= 3  -0.26 score`. Pure. */
export function linesOfRules(report: GateReport, theme: Theme): readonly Line[] {
  const rules = orderRules(report.rules).map((rule): Line => {
    const value = rule.value === null ? '' : ` ${formatMetric(rule.value)}`;
    const numbers = `${value} ${formatThreshold(rule)}  ${formatMargin(rule)}`.trimEnd();
    return [
      { text: '  ' },
      segmentOfVerdict(rule.verdict, theme),
      { text: `  ${makeSafeText(rule.id, { limit: 120 })}` },
      toned('muted', numbers),
    ];
  });
  return [[toned('muted', 'Rules, worst first')], ...rules];
}

function linesOfReason(rule: RuleResult, width: number, theme: Theme): readonly Line[] {
  const tone = segmentOfVerdict(rule.verdict, theme).tone ?? 'plain';
  const text = `${rule.verdict} ${makeSafeText(rule.id, { limit: 120 })}: ${makeSafeText(rule.reason)}`;
  return wrapIndented(toned(tone, text), width);
}

/** What to know before a gate is overridden. Pure. */
export function linesOfOverride(width: number): readonly Line[] {
  const text = '! The gate will be overridden. Its verdict goes on record beside that, for ever.';
  return wrapSegment({ text, tone: 'warning', bold: true }, width);
}
