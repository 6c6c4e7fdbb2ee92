import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { listStates } from '../../../core/registry/version-state.ts';
import { type BestVersions, loadBest } from '../../../core/session/load-best.ts';
import { formatMetric } from '../../format/number.ts';
import type { BestDocument } from '../json/best.ts';
import { printTable, type TableOptions } from '../print-table.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const bestVerb = defineVerb({
  name: 'best',
  group: 'Look',
  summary:
    'rank the versions of a model by a metric, or by what their training took: cost_usd, duration_hours',
  words: ['MODEL', 'METRIC'],
  options: {
    highest: { help: 'more is better, whatever the metric is known for' },
    lowest: { help: 'less is better' },
  },
  run: async ({ host, words, options, openSession }) => {
    if (options.highest && options.lowest)
      throw new InvalidInputError('usage', 'Only one of --highest and --lowest can be given.');
    const best = options.highest ? 'highest' : options.lowest ? 'lowest' : undefined;
    const session = await openSession();
    const query = { model: words.MODEL, metric: words.METRIC, best } as const;
    const found = describeBest(await loadBest(session, query, host.stop));
    return {
      exitCode: exitCodeOf('done'),
      document: () => found,
      lines: () => printBest(found, fitToOutput(host)),
    };
  },
});

function describeBest({ loaded, metric, unit, best, ranked }: BestVersions): BestDocument {
  const { status } = loaded;
  const states = listStates(status);
  return {
    schema: 'lastgood/best/1',
    model: status.index.model,
    metric,
    unit,
    best,
    versions: ranked.map(({ version, value }) => ({
      version,
      value,
      state: states.get(version) ?? 'completed',
      aliases: [...status.effective.aliases].flatMap(([alias, at]) =>
        at.version === version ? [alias] : [],
      ),
    })),
  };
}

function printBest(document: BestDocument, options: TableOptions): readonly string[] {
  const { metric, unit, best, versions } = document;
  const columns = [
    { title: 'version' },
    { title: unit === '' ? metric : `${metric} (${unit})`, align: 'right' as const },
    { title: 'state' },
    { title: 'live under', cut: true as const },
  ];
  const rows = versions.map(({ version, value, state, aliases }) => [
    version,
    formatMetric(value),
    state,
    aliases.join(', '),
  ]);
  return [`The ${best} ${metric} is best.`, ...printTable(columns, rows, options)];
}
