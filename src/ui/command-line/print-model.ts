import type { Hold } from '../../core/history/model-history.ts';
import { liveGoneHint } from '../../core/registry/live-concerns.ts';
import { findModelDescription } from '../../core/registry/model-description.ts';
import type { ModelStatus } from '../../core/registry/model-status.ts';
import { formatMinute } from '../format/age.ts';
import { formatActor } from '../format/entry-actor.ts';
import { formatGateVerdict } from '../format/gate-record.ts';
import { formatCount } from '../format/number.ts';
import { isRecorded } from './documents/model-document.ts';
import { printFields, printTable, type TableOptions } from './print-table.ts';

/** A model for people: what is live and why, holds, what needs a look, where its history stands. Pure. */
export function printModel(status: ModelStatus, options: TableOptions): readonly string[] {
  const { index, effective, chain } = status;
  const description = findModelDescription(status);
  const fields: (readonly [string, string])[] = [
    ['model', index.model],
    ['versions', formatCount(index.versions.length, 'version')],
    ['history', chain.words],
    ...(description.description ? [['description', description.description] as const] : []),
    ...(description.owner ? [['owner', description.owner] as const] : []),
    ...(description.notes ? [['notes', description.notes] as const] : []),
    ...(description.tags.length > 0 ? [['tags', description.tags.join(', ')] as const] : []),
    ...(effective.modelHold ? [['held', describeHold(effective.modelHold)] as const] : []),
    ...[...effective.versionHolds].map(([version, hold]) => [`${version} held`, describeHold(hold)] as const),
  ];
  return [...printFields(fields), '', ...printAliases(status, options), ...printConcerns(status)];
}

/** What is live under each alias, as a table. Pure. */
function printAliases(status: ModelStatus, options: TableOptions): readonly string[] {
  const columns = [
    { title: 'alias' },
    { title: 'live' },
    { title: 'since (UTC)' },
    { title: 'by', cut: true as const },
    { title: 'act' },
    { title: 'gate' },
    { title: 'reason', cut: true as const },
  ];
  const unrecorded = status.recorded.generation === 0 ? 'before lastgood' : 'outside lastgood';
  const rows = [...status.effective.aliases].map(([alias, position]) => {
    const recorded = isRecorded(status, position);
    const gate = formatGateVerdict(position.gate);
    return [
      alias,
      position.version ?? 'nothing',
      recorded ? formatMinute(position.since) : unrecorded,
      recorded ? formatActor(position) : '-',
      recorded ? position.action : '-',
      gate,
      recorded ? (position.reason ?? '') : '',
    ];
  });
  return rows.length === 0 ? ['Nothing is live under any alias.'] : printTable(columns, rows, options);
}

/** What needs a look, worst first; nothing when all is well. Pure. */
function printConcerns(status: ModelStatus): readonly string[] {
  return status.concerns.flatMap(({ severity, kind, message, hint = liveGoneHint }) => [
    `${severity === 'critical' ? '!!' : ' !'} ${message}`,
    ...(kind === 'live-damaged' ? [`   ${hint}`] : []),
  ]);
}

/** Who holds something, since when and why. Pure. */
function describeHold(hold: Hold): string {
  const reason = hold.reason === null || hold.reason === '' ? '' : `: ${hold.reason}`;
  return `by ${hold.actor} since ${formatMinute(hold.at)}${reason}`;
}
