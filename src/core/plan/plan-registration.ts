import { noGate } from '../history/entry.ts';
import { listNamedVersions } from '../history/list-named-versions.ts';
import type { EvidenceFile, Registration } from '../registration/registration.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** Plans adding a version. Its number is claimed when the plan is carried out, so two runners never get the same. Pure. */
export function planRegistration(planning: Planning, registration: Registration): Plan {
  const { reader } = planning;
  const { model, version } = registration;
  const plan = makePlan(planning, {
    act: 'register',
    title: `Register ${model} ${version ?? 'as the next version'}`,
    drafts: [
      {
        action: 'register',
        moves: [],
        facts: [],
        reason: registration.notes ?? null,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: version === undefined ? [] : findBlockers(planning, version),
    warnings: findWarnings(registration),
    command: describeCommand(registration),
  });
  return { ...plan, registration, steps: [...reader.describeRegistration(registration), ...plan.steps] };
}

/** A name that is taken, or that the history or a pointer speaks of though nothing stands there any more, never means another version. */
function findBlockers({ status }: Planning, version: string): readonly Blocker[] {
  const { model, versions, pointers, entries } = status.index;
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

function findWarnings(registration: Registration): readonly string[] {
  const { weights, configuration, configurationPath } = registration;
  const warnings: string[] = [];
  if (weights === undefined) warnings.push('No weights are named: nothing can be verified later.');
  if (weights?.at === 'elsewhere')
    warnings.push(`${weights.text} is not a file on this machine: it is recorded without a digest.`);
  if (configuration !== null && configurationPath === undefined)
    warnings.push('The pipeline configuration came from no file: the command that does the same lacks it.');
  return warnings;
}

function describeCommand(registration: Registration): readonly string[] {
  const { model, version, weights, configurationPath, resultsPath, parent, notes, tags } = registration;
  const named = registration.evidence.filter(
    ({ path }) => resultsPath === undefined || !path.startsWith(`${resultsPath}/`),
  );
  const flag = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
  return [
    ...['register', model],
    ...(version === undefined ? [] : [version]),
    ...flag('--model-path', weights?.at === 'local' ? weights.path : weights?.text),
    ...flag('--results', resultsPath),
    ...named.flatMap(({ role, path }) => flag(evidenceFlags[role], path)),
    ...flag('--pipeline-config', configurationPath),
    ...flag('--parent', parent),
    ...flag('--notes', notes),
    ...tags.flatMap(tag => flag('--tag', tag)),
  ];
}

/** Options of `lastgood register` that name a file, by the part it plays. */
const evidenceFlags = {
  eval_summary: '--summary-path',
  bias_report: '--bias-report-path',
  pipeline_config: '--pipeline-config',
  metrics: '--metrics-path',
  smoke_summary: '--smoke-path',
  tuning_report: '--tuning-path',
  other: '--evidence',
} as const satisfies Record<EvidenceFile['role'], string>;
