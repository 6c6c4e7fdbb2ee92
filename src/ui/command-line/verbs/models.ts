import {
  loadOverview,
  type ModelOverview,
  type RegistryOverview,
} from '../../../core/session/load-overview.ts';
import type { Session } from '../../../core/session/session.ts';
import { findSource } from '../../../core/session/source-facts.ts';
import { formatAge } from '../../format/age.ts';
import { formatActor } from '../../format/entry-actor.ts';
import { findNewest, isRecorded } from '../documents/model-document.ts';
import { describeLiveGates, describeModels } from '../documents/overview-document.ts';
import type { Host } from '../host.ts';
import { printAdoption } from '../print-adoption.ts';
import { printTable, type TableOptions } from '../print-table.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf, type VerbResult } from '../verb-result.ts';

export const modelsVerb = defineVerb({
  name: 'models',
  alias: 'list',
  group: 'Look',
  summary: 'list the models and what is live, those that need attention first',
  words: [],
  options: {},
  run: async ({ host, openSession }) => await describeOverview(await openSession(), host),
});

/** The registry at a glance, as a result. @throws NotFoundError registry-not-found; UnavailableError */
export async function describeOverview(session: Session, host: Host): Promise<VerbResult> {
  const overview = await loadOverview(session, host.stop);
  const { identity } = session.registry.reader;
  return {
    exitCode: exitCodeOf('done'),
    document: () => describeModels(identity, overview, session.now(), findSource(session.registry)),
    lines: () => [
      `${identity.name} (${identity.kind} at ${identity.place})`,
      ...printAdoption(overview.index),
      ...printOverview(overview, session.now(), fitToOutput(host)),
    ],
  };
}

function printOverview(overview: RegistryOverview, now: string, options: TableOptions): readonly string[] {
  const columns = [
    { title: 'model', cut: true as const },
    { title: 'live', cut: true as const, atLeast: 16 },
    { title: 'gate', cut: true as const, atLeast: 10 },
    { title: 'since' },
    { title: 'by', cut: true as const, spare: true as const },
    { title: 'newest', spare: true as const },
    { title: 'versions', align: 'right' as const, spare: true as const },
    { title: 'attention', cut: true as const, atLeast: 24 },
  ];
  const rows = overview.models.map(model => describeRow(model, now));
  const table = rows.length === 0 ? ['It has no models yet.'] : printTable(columns, rows, options);
  return [
    ...table,
    ...overview.index.sharedProblems.map(
      ({ target, reading }) =>
        `!! ${target}: ${reading.state === 'unusable' ? reading.problem : 'names nothing that is here'}`,
    ),
    ...overview.index.operations.map(operation => ` ! unfinished: ${operation.title}. Run lastgood doctor.`),
  ];
}

function describeRow(model: ModelOverview, now: string): readonly string[] {
  const { status } = model;
  const live = [...status.effective.aliases].filter(([, position]) => position.version !== null);
  const [, newest] = live.toSorted(([, one], [, other]) => other.generation - one.generation)[0] ?? [];
  const recorded = newest !== undefined && isRecorded(status, newest);
  return [
    status.index.model,
    live.map(([alias, position]) => `${alias} ${position.version}`).join(', ') || 'nothing',
    describeLiveGates(model, now)
      .map(gate => gate.standing)
      .join(', ') || '-',
    recorded ? formatAge(newest.since, now) : '-',
    recorded ? formatActor(newest) : '-',
    findNewest(status) ?? '-',
    String(status.index.versions.length),
    status.concerns.map(concern => concern.message).join('; '),
  ];
}
