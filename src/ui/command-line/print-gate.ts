import { groupByReason, type RuleGroup } from '../../core/gate/format-report.ts';
import { orderRules } from '../../core/gate/order-rules.ts';
import type { GateReport, RuleResult, SliceResult } from '../../core/gate/report.ts';
import { formatMinute } from '../format/age.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatMargin, formatThreshold, shortDigest } from '../format/gate.ts';
import { formatMetric } from '../format/number.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Most slices that are listed for a rule; the JSON has more. */
const listedSlices = 5;

/** A verdict for people: what it is about, every rule with the worst first, why, what would help, and what it stands on. Pure. */
export function printGateReport(report: GateReport, options: TableOptions): readonly string[] {
  return [
    ...printHead(report),
    '',
    ...printRules(report.rules, options),
    ...section('Why', groupByReason(report.rules.filter(isExplained)).flatMap(printReason)),
    ...section('Judged', printFiles(report, options)),
  ];
}

function printHead({
  verdict,
  policy,
  subject,
  evaluatedAt,
  expiresAt,
  baseline,
}: GateReport): readonly string[] {
  const what =
    subject === null ? 'these results' : `${subject.model} ${subject.version} for ${subject.alias}`;
  const live =
    baseline === null
      ? []
      : [`judged while ${baseline.version ?? 'nothing'} was live under ${baseline.alias}`];
  return [
    `${verdict}: ${what}, by the policy ${policy.name}`,
    `  judged ${formatMinute(evaluatedAt)} UTC, counts until ${formatMinute(expiresAt)} UTC`,
    `  policy ${shortDigest(policy.sha256)} (${policy.origin})`,
    ...live.map(words => `  ${words}`),
  ];
}

/** The rules of a verdict as a table, the worst first. Pure. */
export function printRules(rules: readonly RuleResult[], options: TableOptions): readonly string[] {
  const columns = [
    { title: 'rule', cut: true as const, atLeast: 24 },
    { title: 'verdict' },
    { title: 'value', align: 'right' as const },
    { title: 'wants', align: 'right' as const },
    { title: 'margin', align: 'right' as const },
    { title: 'file', cut: true as const, atLeast: 16, spare: true as const },
  ];
  const rows = orderRules(rules).map(rule => [
    rule.effect === 'advises' ? `${rule.id} (advises)` : rule.id,
    rule.verdict === 'SKIPPED' ? 'skipped' : rule.verdict,
    rule.value === null ? '-' : formatMetric(rule.value),
    formatThreshold(rule) || '-',
    formatMargin(rule) || '-',
    rule.file ?? '-',
  ]);
  return printTable(columns, rows, { ...options, indent: '  ' });
}

/** Of a rule that passes there is nothing to explain. */
function isExplained({ verdict }: RuleResult): boolean {
  return verdict !== 'PASS';
}

function printReason({ name, first }: RuleGroup): readonly string[] {
  return [
    `  ${name}: ${first.reason}`,
    ...(first.remedy === null ? [] : [`    To pass: ${first.remedy}`]),
    ...printSlices(first),
  ];
}

function printSlices({ slices, sliceCounts }: RuleResult): readonly string[] {
  const bad = slices.filter(slice => slice.verdict !== 'PASS');
  const listed = bad.slice(0, listedSlices);
  const more = (sliceCounts?.bad ?? bad.length) - new Set(listed.map(nameSlice)).size;
  return [
    ...listed.map(slice => `    ${nameSlice(slice)}: ${slice.metric} ${describeValue(slice)}`),
    ...(more > 0 && listed.length > 0 ? [`    and ${more} more`] : []),
  ];
}

function nameSlice({ field, slice }: SliceResult): string {
  return `${field} ${slice}`;
}

function describeValue({ value, count, verdict }: SliceResult): string {
  const examples = count === null ? '' : `, ${count} examples`;
  return `${value === null ? verdict : formatMetric(value)}${examples}`;
}

function printFiles({ files }: GateReport, options: TableOptions): readonly string[] {
  const columns = [
    { title: 'file', cut: true as const },
    { title: 'sha256' },
    { title: 'size', align: 'right' as const },
  ];
  const rows = files.map(file => [file.name, shortDigest(file.sha256), formatBytes(file.sizeBytes)]);
  return printTable(columns, rows, { ...options, indent: '  ' });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}
