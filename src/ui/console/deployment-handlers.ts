import { abandonDeployment } from '../../core/apply/abandon-deployment.ts';
import { carryDeployment } from '../../core/apply/carry-deployment.ts';
import type { Deploying } from '../../core/deployment/deploying.ts';
import type { LinkKind } from '../../core/deployment/deployment.ts';
import { formatResume } from '../../core/deployment/deployment-command.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { addWords, extendCommand } from '../../core/plan/extend-command.ts';
import { loadDeploymentChoices } from '../../core/session/load-deployment-choices.ts';
import { getDeployment, loadDeployments } from '../../core/session/load-deployments.ts';
import { prepareAsked } from '../../core/session/prepare-asked.ts';
import { prepareResumption } from '../../core/session/prepare-resumption.ts';
import type { Session } from '../../core/session/session.ts';
import { formatBytes } from '../format/bytes.ts';
import type { EffectHandlers } from '../runtime/effect-handler.ts';
import { describeDeploymentEnd } from './describe-end.ts';
import type { HandlerSetup } from './handlers.ts';
import { limitRate } from './limit-rate.ts';
import type { ConsoleOperations, DeploymentProgress } from './operations.ts';

/** Operations on deployments: what is unfinished, planning, carrying out and on, giving up. */
type DeploymentOperation =
  | 'loadDeployments'
  | 'loadDeploymentChoices'
  | 'planDeployment'
  | 'planResumption'
  | 'carryDeployment'
  | 'abandonDeployment';

/** The console's operations on deployments. */
export function createDeploymentHandlers({
  current: { get },
  nameRegistry,
  tellOthers,
}: Pick<HandlerSetup, 'current' | 'nameRegistry' | 'tellOthers'>): Pick<
  EffectHandlers<ConsoleOperations>,
  DeploymentOperation
> {
  return {
    loadDeployments: { kind: 'read', run: () => loadDeployments(get()) },
    loadDeploymentChoices: {
      kind: 'read',
      run: async ({ model, version }, { signal }) => {
        deployingOf(get());
        return await loadDeploymentChoices(get(), model, version, signal);
      },
    },
    planDeployment: {
      kind: 'read',
      run: async ({ request }, { signal }) => {
        const session = get();
        const plan = await prepareAsked(session, request, { signal });
        if (plan.begun === 'begun') return plan;
        return extendCommand(plan, nameRegistry(session.registry.reader.identity.place));
      },
    },
    planResumption: {
      kind: 'read',
      run: async ({ deploymentId }, { signal }) =>
        await prepareResumption(get(), getDeployment(await loadDeployments(get()), deploymentId), { signal }),
    },
    carryDeployment: {
      kind: 'write',
      describe: ({ plan: { title, command, deploymentId } }) => ({
        title,
        command,
        goesOn: addWords(formatResume(deploymentId), nameRegistry(get().registry.reader.identity.place)),
      }),
      describeEnd: receipt =>
        describeDeploymentEnd(receipt, nameRegistry(get().registry.reader.identity.place)),
      describeProgress,
      run: async ({ plan }, { signal, report }) => {
        const session = get();
        let running: LinkKind = 'register';
        const tellBytes = limitRate((done, total) => report({ at: 'bytes', kind: running, done, total }));
        const receipt = await carryDeployment(plan, {
          session,
          deploying: deployingOf(session),
          stop: signal,
          onLink: link => report({ at: 'link', link }),
          onProgress: (kind, done, total) => {
            running = kind;
            tellBytes(done, total);
          },
        });
        tellOthers?.(session);
        return receipt;
      },
    },
    abandonDeployment: {
      kind: 'write',
      describe: ({ deploymentId }) => ({
        title: 'Give a deployment up',
        command: `lastgood deploy --abandon ${deploymentId}`,
      }),
      run: async ({ deploymentId }) => {
        await abandonDeployment(deployingOf(get()).journal, deploymentId);
        return await loadDeployments(get());
      },
    },
  };
}

function describeProgress(progress: DeploymentProgress): string {
  if (progress.at === 'bytes')
    return `${progress.kind}: ${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
  const { kind, state, detail } = progress.link;
  return `${kind}: ${state}${detail === null ? '' : `, ${detail}`}`;
}

/** @throws InvalidInputError capability-missing */
function deployingOf({ deploying }: Session): Deploying {
  if (deploying !== undefined) return deploying;
  throw new InvalidInputError('capability-missing', 'No deployment can be kept here.');
}
