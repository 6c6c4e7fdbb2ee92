import { noGate } from '../history/entry.ts';
import type { EvidenceFile, Registration } from '../registration/registration.ts';
import type { Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** Plans adding a version. Its number is claimed when the plan is carried out, so two runners never get the same. Pure. */
export function planRegistration(planning: Planning, registration: Registration): Plan {
  const { status, reader } = planning;
  const { model, version } = registration;
  const taken = version !== undefined && status.index.versions.some(known => known.version === version);
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
    blockers: taken ? [block('version-exists', `${model} ${version} is registered already.`)] : [],
    warnings: findWarnings(registration),
    command: describeCommand(registration),
  });
  return { ...plan, registration, steps: [...reader.describeRegistration(registration), ...plan.steps] };
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
