import type { RollbackCandidate } from '../../core/rollback/rank-targets.ts';
import type { RollbackChoices } from '../../core/session/prepare-rollback.ts';
import { formatMinute } from '../format/age.ts';
import { formatDuration } from '../format/duration.ts';
import { formatMetric } from '../format/number.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Most metrics named per row. */
const namedChangeCount = 3;

/** Where a rollback could go, best first, with what it costs. Pure. */
export function printCandidates(choices: RollbackChoices, options: TableOptions): readonly string[] {
  const { model } = choices.loaded.status.index;
  const columns = [
    { title: 'version' },
    { title: 'standing' },
    { title: 'last live (UTC)' },
    { title: 'live for', align: 'right' as const },
    { title: 'gate then' },
    { title: 'metrics that change', cut: true as const },
    { title: 'notice', cut: true as const },
  ];
  const rows = choices.candidates.map(candidate => [
    candidate.version,
    candidate.standing,
    candidate.lastLiveAt === undefined ? '-' : formatMinute(candidate.lastLiveAt),
    candidate.lastLiveAt === undefined ? '-' : formatDuration(candidate.liveForMs),
    candidate.gateThen?.verdict ?? '-',
    describeChanges(candidate),
    candidate.refusal ?? '',
  ]);
  return [
    `${model} ${choices.alias} is ${choices.live ?? 'unset'}. It can go back to:`,
    ...(rows.length === 0 ? ['  no other version'] : printTable(columns, rows, { ...options, indent: '  ' })),
  ];
}

function describeChanges(candidate: RollbackCandidate): string {
  const changes = candidate.changes.filter(
    change => change.verdict === 'worse' || change.verdict === 'better',
  );
  const worstFirst = changes.toSorted(
    (one, other) => Number(other.verdict === 'worse') - Number(one.verdict === 'worse'),
  );
  const named = worstFirst
    .slice(0, namedChangeCount)
    .map(
      ({ metric, before, after, verdict }) =>
        `${metric} ${formatMetric(before)} to ${formatMetric(after)} ${verdict}`,
    );
  const more = worstFirst.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
