import { describeAliasFlag } from '../plan/confirmation.ts';
import { formatCommand } from '../plan/planning.ts';
import { describeRegistrationCommand } from '../registration/registration-command.ts';
import type { DeploymentRequest } from './deployment-request.ts';

/** The command line that asks for the same deployment. Pure. */
export function formatDeploymentCommand(request: DeploymentRequest, usualAlias: string): string {
  return formatCommand(describeDeploymentCommand(request, usualAlias));
}

/** The words after `lastgood` that ask for the same deployment. Pure. */
export function describeDeploymentCommand(request: DeploymentRequest, usualAlias: string): readonly string[] {
  const { alias, publish, gate, unbound, reason } = request;
  return [
    ...describeSubject(request),
    ...describeAliasFlag('--to', alias, usualAlias),
    ...(publish === undefined ? ['--skip-hf-push'] : ['--hub', publish.repository]),
    ...(publish?.visibility === 'public' && publish.publicBy === 'command' ? ['--public'] : []),
    ...flag('--license', publish?.license),
    ...flag('--card', publish?.card),
    ...flag('--hub-tag', publish?.tag),
    ...(publish?.weights ?? []).flatMap(path => flag('--publish-weights', path)),
    ...(gate === 'overridden' ? ['--override-gate'] : []),
    ...(unbound?.consent === 'accepted' ? ['--accept-unbound'] : []),
    ...(reason === '' ? [] : ['--reason', reason]),
  ];
}

function describeSubject({ model, subject }: DeploymentRequest): readonly string[] {
  if (subject.at === 'registered') {
    const { version, results } = subject;
    return ['deploy', model, version, ...(results === undefined ? [] : ['--results', results])];
  }
  const [, ...words] = describeRegistrationCommand({
    ...subject.registration,
    reason: undefined,
    previousVersion: undefined,
    createdAt: '',
    actor: '',
  });
  return ['deploy', ...words.map(word => (word === '--model-path' ? '--weights' : word))];
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

/** The command that carries a deployment on. Pure. */
export function formatResume(deploymentId: string): string {
  return formatCommand(['deploy', '--resume', deploymentId]);
}
