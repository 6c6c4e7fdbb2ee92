import { noGate } from '../history/entry.ts';
import { listNamedVersions } from '../history/list-named-versions.ts';
import { lineageKey } from '../lineage/lineage-graph.ts';
import { findSelfOrigin, listMissingOrigins } from '../lineage/named-origins.ts';
import type { LineageReading } from '../ports/lineage.ts';
import type { Registration } from '../registration/registration.ts';
import { describeRegistrationCommand } from '../registration/registration-command.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/**
 * Plans adding a version. A registry that leads gets notes and tags as they were typed, any other one as they will be shown. Its number is claimed when the plan is carried out, so two runners never get the same. Pure.
 * @throws InvalidInputError secret-given
 * @param lineage what the file of lineage says, where there is one
 */
export function planRegistration(
  planning: Planning,
  wanted: Registration,
  lineage?: LineageReading | undefined,
): Plan {
  const { reader, status } = planning;
  const registration = status.leads === 'registry' ? wanted : makeSafeTexts(wanted);
  const { model, version } = registration;
  const plan = makePlan(planning, {
    act: 'register',
    title: `Register ${model} ${version ?? 'as the next version'}`,
    drafts: [
      {
        action: 'register',
        moves: [],
        facts: [],
        reason: registration.reason ?? beginningOf(registration.notes),
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: [
      ...blockUnregistrable(planning, model),
      ...(version === undefined ? [] : findBlockers(planning, registration, version)),
    ],
    warnings: [...findWarnings(registration), ...warnOfLineage(planning, registration, lineage)],
    command: describeRegistrationCommand(registration),
  });
  return { ...plan, registration, steps: [...reader.describeRegistration(registration), ...plan.steps] };
}

function blockUnregistrable({ reader }: Planning, model: string): readonly Blocker[] {
  const refused = reader.findUnregistrable?.(model);
  return refused === undefined ? [] : [block('capability-missing', refused.problem, refused.hint)];
}

function makeSafeTexts(registration: Registration): Registration {
  const { notes, tags } = registration;
  const limit = Number.POSITIVE_INFINITY;
  const makeWhole = (text: string): string => makeSafeText(text.trim(), { limit });
  return {
    ...registration,
    notes: notes === undefined ? undefined : makeWhole(notes),
    tags: tags.map(makeWhole),
  };
}

/** The version itself has the notes whole: its entry says enough to know it by. */
function beginningOf(notes: string | undefined): string | null {
  return notes === undefined ? null : makeSafeText(notes, { limit: 1000 });
}

/** A name that is taken, or that the history or a pointer speaks of though nothing stands there any more, never means another version. */
function findBlockers({ status }: Planning, registration: Registration, version: string): readonly Blocker[] {
  const { model, versions, pointers, entries } = status.index;
  const itself = findSelfOrigin(registration, version);
  if (itself !== undefined)
    return [block('usage', itself, 'Name the version it was made from, or leave that out.')];
  if (isBegun(status, version)) return [];
  if (versions.some(known => known.version === version))
    return [block('version-exists', `${model} ${version} is registered already.`)];
  const isPointedAt = pointers.some(
    ({ reading }) => reading.state === 'dangling' && reading.text === version,
  );
  if (!isPointedAt && !listNamedVersions(entries).has(version)) return [];
  const message = `${model} ${version} is on record, though its files are gone; a name never means another version.`;
  return [block('version-exists', message)];
}

/** A registration that was cut off has it: the same again finishes that, and any other one is refused when it is carried out. */
function isBegun({ index, operations }: Planning['status'], version: string): boolean {
  const begun = operations.filter(({ drafts }) => drafts.some(({ action }) => action === 'register'));
  const registrar = index.entries.find(({ entry }) =>
    entry.facts.some(fact => fact.kind === 'registered' && fact.version === version),
  )?.entry.operationId;
  if (registrar !== undefined) return begun.some(({ operationId }) => operationId === registrar);
  return begun.some(operation => operation.version === version || operation.version === null);
}

/** Where it comes from never changes: what looks wrong is said before. */
function warnOfLineage(
  { index }: Planning,
  registration: Registration,
  lineage: LineageReading | undefined,
): readonly string[] {
  const { model, version, parent } = registration;
  const known = index.models.flatMap(of =>
    of.versions.map(each => ({ model: of.model, version: each.version })),
  );
  const rows = lineage?.rows ?? [];
  const warnings = [...listMissingOrigins(registration, [...known, ...rows])];
  const registered = new Set(known.map(each => lineageKey(each.model, each.version)));
  const standing =
    version === undefined || registered.has(lineageKey(model, version))
      ? undefined
      : rows.find(row => row.model === model && row.version === version);
  if (standing !== undefined) {
    const of = standing.parent === parent ? '' : `, with the parent ${standing.parent ?? 'nothing'}`;
    warnings.push(
      `${lineage?.target} has ${model} ${version} already, of another registry${of}: that row stays as it is.`,
    );
  }
  return warnings;
}

function findWarnings(registration: Registration): readonly string[] {
  const { weights, configuration, configurationPath, filePaths } = registration;
  const warnings: string[] = [];
  if (weights === undefined) {
    warnings.push(
      Object.values(filePaths ?? {}).some(path => path !== undefined)
        ? 'Its files are recorded by their paths alone: nothing can be verified later.'
        : 'No weights are named: nothing can be verified later.',
    );
  }
  if (weights?.at === 'elsewhere')
    warnings.push(`${weights.text} is not a file on this machine: it is recorded without a digest.`);
  if (configuration !== null && configurationPath === undefined)
    warnings.push('The pipeline configuration came from no file: the command that does the same lacks it.');
  return warnings;
}
