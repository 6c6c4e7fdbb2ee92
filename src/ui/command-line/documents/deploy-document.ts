import type { DeploymentPlan } from '../../../core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../../core/deployment/deployment-receipt.ts';
import { formatCommand } from '../../../core/plan/planning.ts';
import type { LoadedDeployments } from '../../../core/session/load-deployments.ts';
import type { DeployDocument, DeploymentsDocument, DeployPlanDocument } from '../json/deploy.ts';
import { type Named, nameRegistry } from '../name-registry.ts';
import { describeConfirmation } from './confirmation-document.ts';
import { describeDeployOutcome, describeLink } from './deploy-outcome.ts';
import { describeReceiptBody } from './receipt-document.ts';

/** How a deployment ended, as a document. Pure. */
export function describeDeploy(receipt: DeploymentReceipt, named: Named): DeployDocument {
  const { title, model, alias, actor, command, version, problem, receipts } = receipt;
  const bodyOf = (kind: keyof typeof receipts) => {
    const found = receipts[kind];
    return found === undefined ? null : describeReceiptBody(found, named);
  };
  return {
    schema: 'lastgood/deploy/1',
    ...{ title, model, alias, actor, command, version },
    ...describeDeployOutcome(receipt, named),
    receipts: { register: bodyOf('register'), gate: bodyOf('gate'), promote: bodyOf('promote') },
    problem: problem ?? null,
  };
}

/** A deployment before it is carried out, as a document. Pure. */
export function describeDeployPlan(plan: DeploymentPlan): DeployPlanDocument {
  const { deploymentId, title, model, alias, actor, command, changes, confirmation } = plan;
  return {
    schema: 'lastgood/deploy-plan/1',
    ...{ deploymentId, title, model, alias, actor, command, changes },
    begun: plan.begun === 'begun',
    links: plan.links.map(describeLink),
    blockers: plan.blockers.map(({ code, message, hint }) => ({ code, message, hint })),
    warnings: [...plan.warnings],
    notUndone: [...plan.notUndone],
    confirmation: describeConfirmation(confirmation),
  };
}

/** The deployments that are not finished here, as a document. Pure. */
export function describeDeployments(
  { deployments, unreadable }: LoadedDeployments,
  named: Named,
): DeploymentsDocument {
  return {
    schema: 'lastgood/deployments/1',
    deployments: deployments.map(({ deployment, at }) => {
      const { deploymentId, title, model, alias, actor, command, startedAt, version } = deployment;
      return {
        ...{ deploymentId, title, model, alias, actor, command, startedAt, version },
        links: deployment.links.map(describeLink),
        state: at,
        resume: formatCommand(['deploy', '--resume', deploymentId, ...nameRegistry(named)]),
      };
    }),
    unreadable: unreadable.map(({ path }) => path),
  };
}
