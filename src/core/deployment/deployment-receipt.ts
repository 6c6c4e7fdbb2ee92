import { describeErrorCode } from '../errors/error-codes.ts';
import type { ExitMeaning } from '../exit-codes.ts';
import type { Receipt, ReceiptProblem } from '../plan/receipt.ts';
import type { DeploymentLink } from './deployment.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

/** How a deployment ended, or where it stopped. The same shape for every end: every link is listed. */
export type DeploymentReceipt = Pick<
  DeploymentPlan,
  'deploymentId' | 'title' | 'model' | 'alias' | 'actor' | 'command'
> & {
  /**
   * `applied`: every link that was asked for is made. `partial`: some are, and it can be resumed. `refused`: nothing was made, or a gate
   * let nothing through after the version was registered; only where it was cut off there is something to resume.
   */
  readonly outcome: 'applied' | 'unchanged' | 'partial' | 'refused';
  /** null where none was registered or named. */
  readonly version: string | null;
  readonly links: readonly DeploymentLink[];
  /** The receipts of the registry, by link: of the links that this run carried out. */
  readonly receipts: { readonly [Kind in 'register' | 'gate' | 'promote']?: Receipt | undefined };
  /** Why it went no further; undefined when it is whole. */
  readonly problem: ReceiptProblem | undefined;
  readonly notices: readonly string[];
  /** The command that goes on; null when nothing is left to do. */
  readonly resume: string | null;
};

/** What the exit code says of it: partly done is partly done, whatever stopped it; else the problem decides. Pure. */
export function findExitMeaning({
  outcome,
  problem,
}: Pick<DeploymentReceipt, 'outcome' | 'problem'>): ExitMeaning {
  if (outcome === 'partial') return 'partial';
  return problem === undefined ? 'done' : describeErrorCode(problem.code).exit;
}
