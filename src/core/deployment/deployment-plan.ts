import type { Blocker, Confirmation } from '../plan/plan.ts';
import type { DeploymentLink } from './deployment.ts';
import type { DeploymentRequest } from './deployment-request.ts';

/**
 * A deployment as it would be carried out: decided from what is there, and nothing changed yet. What stands in its way is a blocker,
 * never an exception.
 */
export type DeploymentPlan = {
  readonly deploymentId: string;
  readonly title: string;
  readonly model: string;
  readonly alias: string;
  readonly actor: string;
  readonly request: DeploymentRequest;
  /** Begun: it stands in the journal, and some of its links may be done. */
  readonly begun: 'new' | 'begun';
  /** One of each kind, in order. */
  readonly links: readonly DeploymentLink[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  readonly notUndone: readonly string[];
  readonly confirmation: Confirmation;
  /** False when everything already is as asked: nothing will be made and nothing told. */
  readonly changes: boolean;
  /** The command line that does the same. */
  readonly command: string;
};

declare const confirmed: unique symbol;

/** A deployment that a person, or a flag given on purpose, has confirmed. Only {@link confirmDeployment} makes one. */
export type ConfirmedDeployment = DeploymentPlan & { readonly [confirmed]: true };

/** The plan as confirmed, or undefined when something blocks it. The caller has obtained the confirmation it asks for. */
export function confirmDeployment(plan: DeploymentPlan): ConfirmedDeployment | undefined {
  return plan.blockers.length === 0 ? (plan as ConfirmedDeployment) : undefined;
}
