import { describeMetric, type MetricDirection } from '../../../core/registry/metric.ts';
import { listTraining } from '../../../core/registry/training-fields.ts';
import type { VersionRecord } from '../../../core/registry/version.ts';
import { type Line, toned } from '../../components/line.tsx';
import { describeArriving } from '../../format/arriving.ts';
import { displayWidth } from '../../format/display-width.ts';
import { padText } from '../../format/fit-text.ts';
import { formatMetric } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context, Size } from '../../runtime/screen.ts';
import { linesOfArtifacts } from './artifact-lines.ts';
import { fieldsOfEndpoints } from './endpoint-fields.ts';
import { type Field, linesOfFields } from './field-lines.ts';
import { fieldsOfGates } from './gate-fields.ts';
import { fieldsOfLineage } from './lineage-fields.ts';
import type { ShownState } from './update.ts';
import { factsOfVersion, fieldsOfSpans } from './version-facts.ts';
import { fieldsOfWeights } from './weights-fields.ts';

/** Lines above the body: what version this is, and whether its files were checked. */
const headRows = 2;

/** Rows the body has. */
export function bodyRows(size: Size): number {
  return Math.max(1, size.rows - headRows);
}

/** Everything known of a version, section below section, before scrolling. Pure. */
export function linesOfVersion(state: ShownState, context: Context): readonly Line[] {
  const { found } = state;
  const width = context.size.columns;
  const record = found.whole === 'complete' ? found.record : undefined;
  const gates = fieldsOfGates(state, context);
  const ungated: readonly Field[] = gates.length === 0 ? [['gate', 'NONE, no policy is bound', 'muted']] : [];
  return [
    ...linesOfWholeness(state, width),
    ...section('Facts', linesOfFields([...factsOfVersion(state, context), ...ungated], context)),
    ...section('Gate', linesOfFields(gates, context)),
    ...section('Served by', linesOfFields(fieldsOfEndpoints(state), context)),
    ...section('Lineage', linesOfFields(fieldsOfLineage(state), context)),
    ...(record ? linesOfRecord(record, state, context) : []),
    ...section('Notes and tags', linesOfNotes(record, context)),
    ...section('Odd about its record', linesOfOddities(record, width)),
    ...section('History of this version', linesOfFields(fieldsOfSpans(state, context), context)),
  ].slice(1);
}

function linesOfRecord(record: VersionRecord, state: ShownState, context: Context): readonly Line[] {
  const configuration = Object.entries(record.configuration).map(([name, value]): Field => [name, value]);
  return [
    ...section('Metrics', linesOfMetrics(record)),
    ...section('Training', linesOfFields(listTraining(record.training), context)),
    ...section('Weights', linesOfFields(fieldsOfWeights(state), context)),
    ...section('Artifacts', linesOfArtifacts(record.artifacts, state.check, context)),
    ...section('Configuration', linesOfFields(configuration, context)),
  ];
}

/** A blank line, the title, the lines. Nothing for no lines. */
function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], [{ text: title, tone: 'accent', bold: true }], ...lines];
}

function linesOfWholeness({ found }: ShownState, width: number): readonly Line[] {
  switch (found.whole) {
    case 'complete':
      return [];
    case 'incomplete':
      if (found.arriving !== undefined)
        return section(
          'Arriving',
          wrapText(describeArriving(found.arriving), width - 2).map((text): Line => [{ text: `  ${text}` }]),
        );
      if (found.unfinished !== undefined)
        return section('NOT READY', [
          ...wrapText(`It ${found.unfinished.problem}. It cannot become live.`, width - 2).map(
            (text): Line => [toned('bad', `  ${text}`)],
          ),
          [{ text: `  ${found.unfinished.hint}` }],
        ]);
      return section('INCOMPLETE', [
        [toned('bad', '  metadata.json is not there: it is still being written, or never will be.')],
        [{ text: '  It cannot become live until it is there.' }],
      ]);
    case 'damaged':
      return section('DAMAGED', [
        ...wrapText(`${found.problem}.`, width - 2).map((text): Line => [toned('bad', `  ${text}`)]),
        [{ text: '  It cannot become live. Register it again as a new version.' }],
      ]);
    default:
      return found satisfies never;
  }
}

const directionWords: Readonly<Record<MetricDirection, string>> = {
  higher: 'higher is better',
  lower: 'lower is better',
  unknown: 'better or worse is not declared',
};

function linesOfMetrics(record: VersionRecord): readonly Line[] {
  const names = Object.keys(record.metrics).sort();
  const nameWidth = Math.min(30, Math.max(0, ...names.map(displayWidth)));
  return names.map((name): Line => {
    const { unit, direction } = describeMetric(name);
    const value = formatMetric(record.metrics[name]);
    return [
      { text: `  ${padText(name, nameWidth)}  ` },
      { text: value.padStart(8) },
      toned('muted', `  ${[unit, directionWords[direction]].filter(part => part !== '').join(', ')}`),
    ];
  });
}

function linesOfNotes(
  described: { readonly notes: string | null | undefined; readonly tags: readonly string[] } | undefined,
  context: Context,
): readonly Line[] {
  const notes = described?.notes ?? '';
  const tags = described?.tags ?? [];
  return linesOfFields(
    [
      ...(notes === '' ? [] : [['notes', notes] as const]),
      ...(tags.length === 0 ? [] : [['tags', tags.join(', ')] as const]),
    ],
    context,
  );
}

function linesOfOddities(record: VersionRecord | undefined, width: number): readonly Line[] {
  return (record?.oddities ?? []).flatMap(oddity =>
    wrapText(oddity, width - 4).map(
      (text, place): Line => [toned('warning', `${place === 0 ? '  ! ' : '    '}${text}`)],
    ),
  );
}
