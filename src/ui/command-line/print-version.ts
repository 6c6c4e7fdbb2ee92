import { describeMetric } from '../../core/registry/metric.ts';
import { listOrigin, listTraining } from '../../core/registry/training-fields.ts';
import type { TrainingFacts } from '../../core/registry/version.ts';
import { formatMinute } from '../format/age.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatAgo } from '../format/gate.ts';
import { formatMetric } from '../format/number.ts';
import type { VersionDocument } from './json/version.ts';
import { printRules } from './print-gate.ts';
import { printFields, printTable, type TableOptions } from './print-table.ts';
import { printWeights } from './print-weights.ts';

/** A version for people, section by section; those without content are left out. Pure. */
export function printVersion(
  version: VersionDocument,
  now: string,
  options: TableOptions,
): readonly string[] {
  return [
    ...printFields(listFields(version)),
    ...version.gates.flatMap(gate => section(`Gate of ${gate.alias}`, printGate(gate, now, options))),
    ...section('Metrics', printMetrics(version)),
    ...section('Training', printFields(listTraining(trainingOf(version)), '  ')),
    ...section('Lineage', printFields(listOrigin(originOf(version)), '  ')),
    ...section('Weights', printWeights(version)),
    ...section('Artifacts', printArtifacts(version, options)),
    ...section('Configuration', printFields(Object.entries(version.configuration), '  ')),
    ...section('Live', printLive(version)),
    ...section(
      'Odd',
      version.oddities.map(oddity => `  ${oddity}`),
    ),
  ];
}

function listFields(version: VersionDocument): readonly (readonly [string, string])[] {
  const optional: readonly (readonly [string, string | null])[] = [
    ['problem', version.problem],
    ['live under', version.aliases.join(', ')],
    [
      'held',
      version.hold === null ? null : `by ${version.hold.actor}: ${version.hold.reason ?? 'no reason'}`,
    ],
    ['created', version.createdAt === null ? null : `${formatMinute(version.createdAt)} UTC`],
    ['notes', version.notes],
    ['tags', version.tags.join(', ')],
    ...version.particulars.map(({ label, value }) => [label, value] as const),
  ];
  return [
    ['model', version.model],
    ['version', version.version],
    ['files', describeFiles(version)],
    ['state', version.state],
    ...optional.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
  ];
}

/** The same facts, those that are not known left out. */
function trainingOf({ training }: VersionDocument): TrainingFacts {
  const known = Object.entries(training ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(known);
}

function originOf({ parent, lineage }: VersionDocument): Parameters<typeof listOrigin>[0] {
  return {
    parent: parent ?? undefined,
    lineage: lineage === null ? undefined : { ...lineage, gitCommit: lineage.gitCommit ?? undefined },
  };
}

function printGate(
  gate: VersionDocument['gates'][number],
  now: string,
  options: TableOptions,
): readonly string[] {
  return [
    `  ${describeVerdict(gate, now)}`,
    ...gate.wouldBlock.map(problem => `  ! ${problem}`),
    ...printRules(gate.rules, options),
  ];
}

function describeVerdict(gate: VersionDocument['gates'][number], now: string): string {
  if (gate.problem !== null) return 'the policy cannot be used';
  if (gate.verdict === null) return `not judged by ${gate.policy ?? 'anything'} yet`;
  const stale = gate.stale.length === 0 ? '' : `; stale: ${gate.stale.join(', ')}`;
  const { evaluatedAt, actor } = gate;
  const when = evaluatedAt === null ? '' : `, judged ${formatAgo(evaluatedAt, now)} by ${actor ?? 'nobody'}`;
  return `${gate.verdict} by ${gate.policy ?? 'nothing'}${when}${stale}`;
}

function printMetrics(version: VersionDocument): readonly string[] {
  const columns = [{ title: 'metric' }, { title: 'value', align: 'right' as const }, { title: 'unit' }];
  const rows = Object.entries(version.metrics).map(([name, value]) => [
    name,
    formatMetric(value),
    describeMetric(name).unit,
  ]);
  return printTable(columns, rows, { indent: '  ' });
}

function printArtifacts(version: VersionDocument, options: TableOptions): readonly string[] {
  const columns = [
    { title: 'file', cut: true as const },
    { title: 'role' },
    { title: 'size', align: 'right' as const },
    { title: 'sha256', cut: true as const },
  ];
  const rows = version.artifacts.map(artifact => [
    artifact.name,
    artifact.role,
    artifact.sizeBytes === null ? '-' : formatBytes(artifact.sizeBytes),
    artifact.sha256 ?? 'not recorded',
  ]);
  return printTable(columns, rows, { ...options, indent: '  ' });
}

function printLive(version: VersionDocument): readonly string[] {
  return version.live.map(span => {
    const start = span.operationId === null ? 'before lastgood' : formatMinute(span.startedAt);
    const end = span.endedAt === null ? 'now' : formatMinute(span.endedAt);
    return `  ${span.alias}: ${start} to ${end}${span.takenBack ? ', taken back' : ''}`;
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function describeFiles({ whole, problem }: Pick<VersionDocument, 'whole' | 'problem'>): string {
  return whole === 'incomplete' && problem !== null ? `${whole}: it ${problem}` : whole;
}
