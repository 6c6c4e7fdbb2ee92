import { noGate } from '../history/entry.ts';
import type { Registration } from '../registration/registration.ts';
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
  if (registration.weights === undefined) return ['No weights are named: nothing can be verified later.'];
  if (registration.weights.at === 'local') return [];
  return [`${registration.weights.text} is not a file on this machine: it is recorded without a digest.`];
}

function describeCommand(registration: Registration): readonly string[] {
  const { weights } = registration;
  return [
    ...['register', registration.model],
    ...(registration.version === undefined ? [] : [registration.version]),
    ...(weights === undefined ? [] : ['--model-path', weights.at === 'local' ? weights.path : weights.text]),
  ];
}
