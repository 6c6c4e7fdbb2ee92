import { versionStates } from '../../../core/history/entry.ts';
import { loadSummary, type ModelSummary } from '../../../core/session/load-summary.ts';
import { formatCount, formatMetric } from '../../format/number.ts';
import type { SummaryDocument } from '../json/summary.ts';
import { printFields } from '../print-table.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const summaryVerb = defineVerb({
  name: 'summary',
  group: 'Look',
  summary:
    'sum up a model, or all: versions by state, what is live, the best by each metric, what training took',
  words: ['[MODEL]'],
  options: {},
  run: async ({ host, words, openSession }) => {
    const session = await openSession();
    const models = (await loadSummary(session, words.MODEL, host.stop)).map(describeSummary);
    return {
      exitCode: exitCodeOf('done'),
      document: (): SummaryDocument => ({ schema: 'lastgood/summary/1', models }),
      lines: () =>
        models.length === 0 ? ['The registry has no models yet.'] : models.flatMap(printSummary).slice(1),
    };
  },
});

type Summary = SummaryDocument['models'][number];

function describeSummary(summary: ModelSummary): Summary {
  const { description, training } = summary;
  return {
    model: summary.model,
    description: description.description ?? null,
    owner: description.owner ?? null,
    notes: description.notes,
    tags: [...description.tags],
    versionCount: summary.versionCount,
    states: versionStates.flatMap(state => {
      const versionCount = summary.states.get(state);
      return versionCount === undefined ? [] : [{ state, versionCount }];
    }),
    live: summary.live.map(({ alias, version }) => ({ alias, version })),
    newest: summary.newest ?? null,
    bestBy: summary.bestBy.map(({ metric, version, value }) => ({ metric, version, value })),
    training: {
      versionCount: training.versionCount,
      costUsd: training.costUsd ?? null,
      durationHours: training.durationHours ?? null,
    },
  };
}

function printSummary(summary: Summary): readonly string[] {
  const { training, states, live, newest, bestBy } = summary;
  const count = formatCount(summary.versionCount, 'version');
  const byState = states.map(({ state, versionCount }) => `${versionCount} ${state}`).join(', ');
  const fields: readonly (readonly [string, string | null])[] = [
    ['description', summary.description],
    ['owner', summary.owner],
    ['notes', summary.notes],
    ['tags', summary.tags.join(', ')],
    ['live', live.map(({ alias, version }) => `${alias} ${version}`).join(', ') || 'nothing'],
    ['newest', newest === null ? null : `${newest.version}, ${newest.state}`],
    ['training', describeTraining(training)],
    ...bestBy.map(
      ({ metric, version, value }) => [`best ${metric}`, `${version}, ${formatMetric(value)}`] as const,
    ),
  ];
  return [
    '',
    `${summary.model}: ${byState === '' ? count : `${count}, ${byState}`}`,
    ...printFields(
      fields.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
      '  ',
    ),
  ];
}

function describeTraining({ versionCount, costUsd, durationHours }: Summary['training']): string | null {
  const parts = [
    ...(durationHours === null ? [] : [`${formatMetric(durationHours)} h`]),
    ...(costUsd === null ? [] : [`${formatMetric(costUsd)} USD`]),
  ];
  return parts.length === 0 ? null : `${parts.join(', ')}, of ${formatCount(versionCount, 'version')}`;
}
