import { type DeploymentReceipt, findExitMeaning } from '../../core/deployment/deployment-receipt.ts';
import type { Receipt, ReceiptProblem } from '../../core/plan/receipt.ts';
import { exitCodeOfReceipt } from './carry-out.ts';
import { describeRegistration } from './documents/receipt-document.ts';
import type { Named } from './name-registry.ts';
import { printChain } from './print-deployment.ts';
import { printReceipt } from './print-receipt.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from './verb-result.ts';

/** What came of all acts. */
export type RegistrationEnd = {
  readonly registration: Receipt;
  /** How the verdict on it was recorded; undefined when it was not judged. */
  readonly gate: Receipt | undefined;
  readonly promotion: Receipt | undefined;
  /** Why the verdict or the promotion that was to follow was not tried. */
  readonly promotionProblem: ReceiptProblem | undefined;
  /** The command that goes on where it stopped on the way to production; undefined where there is none. */
  readonly next?: string | undefined;
  /** The whole chain, where it was a deployment. */
  readonly deployment?: DeploymentReceipt | undefined;
};

/** What came of a deployment, told as its registration, verdict and promotion. Pure. */
export function endOfDeployment(deployment: DeploymentReceipt): RegistrationEnd {
  const { receipts, problem, command } = deployment;
  const registration = receipts.register ?? describeRegistered(deployment);
  const { gate, promote: promotion } = receipts;
  const isTold = [registration, gate, promotion].some(receipt => receipt?.problem !== undefined);
  const promotionProblem = isTold ? undefined : problem;
  return { registration: { ...registration, command }, gate, promotion, promotionProblem, deployment };
}

/** The receipt of a registration that this run did not make. */
function describeRegistered({ model, version, links, actor, problem, command }: DeploymentReceipt): Receipt {
  const operationId = links[0]?.operationId ?? '';
  const title = version === null ? `Register ${model}` : `${model} ${version} is registered already`;
  const outcome = version === null ? 'refused' : 'unchanged';
  const steps = { steps: [], generation: 0 } as const;
  const base = { act: 'register', title, model, operationId, actor, command } as const;
  return {
    ...base,
    ...steps,
    outcome,
    version: version ?? undefined,
    problem: version === null ? problem : undefined,
  };
}

/** Both receipts as a result; the exit code is the first failure's. Pure. */
export function describeRegistrationEnd(end: RegistrationEnd, named: Named): VerbResult {
  const { registration, gate, promotion, promotionProblem, next, deployment } = end;
  return {
    exitCode: exitCodeOfRegistration(end),
    document: () => describeRegistration(end, named),
    lines: () => [
      ...printReceipt(registration, named),
      ...(gate === undefined ? [] : printReceipt(gate, named)),
      ...(promotion === undefined ? [] : printReceipt(promotion, named)),
      ...(promotionProblem === undefined
        ? []
        : [`went no further: ${promotionProblem.message}`, `  ${promotionProblem.hint}`]),
      ...(deployment === undefined ? [] : printChain(deployment, named)),
      ...(next === undefined ? [] : [`Next, when it is tested: ${next}`]),
    ],
  };
}

/** The first failure's exit code, else that of done; of a deployment what its chain says. Pure. */
export function exitCodeOfRegistration({
  deployment,
  registration,
  gate,
  promotion,
  promotionProblem,
}: RegistrationEnd): number {
  if (deployment !== undefined) return exitCodeOf(findExitMeaning(deployment));
  if (promotionProblem !== undefined) return exitCodeOfError(promotionProblem.code);
  const receipts = [registration, gate, promotion].filter(receipt => receipt !== undefined);
  const codes = receipts.map(exitCodeOfReceipt);
  return codes.find(code => code !== exitCodeOf('done')) ?? exitCodeOf('done');
}
