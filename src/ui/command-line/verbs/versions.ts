import type { VersionState } from '../../../core/history/entry.ts';
import { loadVersions } from '../../../core/session/load-model.ts';
import { formatMinute } from '../../format/age.ts';
import { formatMetric } from '../../format/number.ts';
import { describeVersions } from '../documents/version-document.ts';
import type { VersionsDocument } from '../json/versions.ts';
import { printTable, type TableOptions } from '../print-table.ts';
import { readState } from '../read-state.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

/** Most metrics the table has columns for; --json has all. */
const metricColumnCount = 3;

export const versionsVerb = defineVerb({
  name: 'versions',
  group: 'Look',
  summary: 'list the versions of a model, oldest first',
  words: ['MODEL'],
  options: { state: { takes: 'STATE', help: 'only those in this state, such as deployed' } },
  run: async ({ host, words, options, openSession }) => {
    const wanted = options.state === undefined ? undefined : readState(options.state);
    const session = await openSession();
    const loaded = await loadVersions(session, words.MODEL, 'listing', host.stop);
    const describe = () => keepState(describeVersions(loaded, session.now()), wanted);
    return {
      exitCode: exitCodeOf('done'),
      document: describe,
      lines: () => printVersions(describe(), wanted, fitToOutput(host)),
    };
  },
});

function keepState(document: VersionsDocument, wanted: VersionState | undefined): VersionsDocument {
  if (wanted === undefined) return document;
  return { ...document, versions: document.versions.filter(({ state }) => state === wanted) };
}

function printVersions(
  document: VersionsDocument,
  wanted: VersionState | undefined,
  options: TableOptions,
): readonly string[] {
  const metrics = chooseMetrics(document);
  // Where nothing is bound and nothing was judged the column would say nothing.
  const isGated = document.versions.some(version => version.gates.length > 0);
  const columns = [
    { title: 'version' },
    { title: 'live under', cut: true as const },
    { title: 'state' },
    ...(isGated ? [{ title: 'gate', cut: true as const, atLeast: 10 }] : []),
    { title: 'created (UTC)' },
    ...metrics.map(title => ({ title, align: 'right' as const, spare: true as const })),
    { title: 'notice', cut: true as const, atLeast: 24 },
  ];
  const rows = document.versions.map(version => [
    version.version,
    version.aliases.join(', '),
    version.whole === 'complete' ? version.state : version.whole,
    ...(isGated ? [describeGates(version)] : []),
    version.createdAt === null ? '-' : formatMinute(version.createdAt),
    ...metrics.map(name => formatMetric(version.metrics[name])),
    describeNotice(version),
  ]);
  if (rows.length > 0) return printTable(columns, rows, options);
  return [
    wanted === undefined
      ? `${document.model} has no versions yet.`
      : `No version of ${document.model} is ${wanted}.`,
  ];
}

/** Of several aliases each by its name. */
function describeGates({ gates }: VersionsDocument['versions'][number]): string {
  const [only, ...others] = gates;
  if (only === undefined) return '-';
  if (others.length === 0) return only.standing;
  return gates.map(({ alias, standing }) => `${alias} ${standing}`).join(', ');
}

/** The metrics most versions have, those first that the newest has. */
function chooseMetrics(document: VersionsDocument): readonly string[] {
  const counts = new Map<string, number>();
  for (const version of document.versions.toReversed()) {
    for (const name of Object.keys(version.metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([, one], [, other]) => other - one);
  return ranked.slice(0, metricColumnCount).map(([name]) => name);
}

function describeNotice(version: VersionsDocument['versions'][number]): string {
  const hold = version.hold === null ? [] : [`held by ${version.hold.actor}`];
  const problem = version.problem === null ? [] : [version.problem];
  return [...hold, ...problem, ...version.oddities, ...version.tags].join('; ');
}
