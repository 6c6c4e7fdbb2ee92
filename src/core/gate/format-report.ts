import { withoutFullStop } from '../text/full-stop.ts';
import { orderRules } from './order-rules.ts';
import type { GateReport, RuleResult } from './report.ts';

/** A report as it is stored: `gate.json`, `quality_gate.json` and what is kept under its digest are exactly this text. Pure. */
export function formatGateReport(report: GateReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Most reasons that a sentence about a verdict names. */
const namedReasons = 3;

/** Why a verdict is not PASS, in words that follow a colon: the rules that block and do not pass, worst first, by their reasons. Pure. */
export function describeWorstRules(report: Pick<GateReport, 'rules'>): string {
  const groups = groupByReason(report.rules.filter(isInTheWay));
  if (groups.length === 0) return 'no rule was judged';
  const all = groups.map(({ name, first }) => `${name}: ${withoutFullStop(first.reason)}`);
  const more = all.length - namedReasons;
  return [...all.slice(0, namedReasons), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** What to do where one thing is in the way; undefined where several are, or nothing is known to help. Pure. */
export function suggestRemedy(report: Pick<GateReport, 'rules'>): string | undefined {
  const [group, ...others] = groupByReason(report.rules.filter(isInTheWay));
  const remedy = group?.first.remedy ?? undefined;
  if (remedy === undefined || others.length > 0) return undefined;
  return `${withoutFullStop(remedy)}, or override with --override-gate and a reason.`;
}

/** Rules that say the same. */
export type RuleGroup = {
  /** The id of the first, and how many more there are. */
  readonly name: string;
  readonly first: RuleResult;
};

/** Rules by what they say, those that say the same once, the worst first. Pure. */
export function groupByReason(rules: readonly RuleResult[]): readonly RuleGroup[] {
  const byReason = Map.groupBy(orderRules(rules), rule => rule.reason);
  return [...byReason.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ first, name: others.length === 0 ? first.id : `${first.id} and ${others.length} more` }],
  );
}

/** Whether a rule keeps its gate from passing. Pure. */
export function isInTheWay({ effect, verdict }: Pick<RuleResult, 'effect' | 'verdict'>): boolean {
  return effect === 'blocks' && verdict !== 'PASS' && verdict !== 'SKIPPED';
}
