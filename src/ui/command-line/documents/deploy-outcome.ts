import type { DeploymentLink } from '../../../core/deployment/deployment.ts';
import type { DeploymentReceipt } from '../../../core/deployment/deployment-receipt.ts';
import { addWords } from '../../../core/plan/extend-command.ts';
import type { DeployDocument, DeployOutcome } from '../json/deploy.ts';
import { type Named, nameRegistry } from '../name-registry.ts';

/** How the chain of a deployment ended, as part of a document. Pure. */
export function describeDeployOutcome(
  { deploymentId, outcome, links, notices, resume }: DeploymentReceipt,
  named: Named,
): DeployOutcome {
  return {
    deploymentId,
    outcome,
    links: links.map(describeLink),
    notices: [...notices],
    resume: resume === null ? null : addWords(resume, nameRegistry(named)),
  };
}

/** A link as part of a document. Pure. */
export function describeLink(link: DeploymentLink): DeployDocument['links'][number] {
  const { kind, target, expected, value, state, attempts, operationId, detail, problem } = link;
  return { kind, target, expected, value, state, attempts, operationId, detail, problem };
}
