import type { Deployment } from '../deployment/deployment.ts';
import type { OperationOwner } from '../operation/operation-record.ts';

/** Deployments of one registry that are not finished, on the disk of this machine. One is carried on by one process at a time. */
export interface DeploymentJournal {
  /** Oldest first; files that cannot be read are told apart, never dropped. @throws UnavailableError */
  list(): Promise<{
    readonly deployments: readonly KeptDeployment[];
    readonly unreadable: readonly UnreadableDeployment[];
  }>;
  /** Writes a new one durably, for this process. @throws UnavailableError */
  begin(deployment: Deployment): Promise<HeldDeployment>;
  /** Takes one for this process, as it stands now. Of two that try at once one gets it. @throws UnavailableError */
  claim(deploymentId: string): Promise<DeploymentClaim>;
  /** Takes one that cannot be read out of the journal for good; false where there is none, or it can be read. @throws UnavailableError */
  discard(deploymentId: string): Promise<boolean>;
}

/** A file of the journal that cannot be read: its id, and its whole path, safe to show. */
export type UnreadableDeployment = { readonly deploymentId: string; readonly path: string };

/** A deployment in the journal. `cut-off`: nobody works on it. */
export type KeptDeployment = { readonly deployment: Deployment; readonly at: 'running' | 'cut-off' };

/** `taken`: another process has it. `missing`: it is done, given up, or was never there. */
export type DeploymentClaim =
  | { readonly outcome: 'claimed'; readonly held: HeldDeployment }
  | { readonly outcome: 'taken'; readonly by: OperationOwner | undefined }
  | { readonly outcome: 'missing' };

/** A deployment that nobody else works on meanwhile. */
export type HeldDeployment = {
  /** As it stood when it was taken. */
  readonly deployment: Deployment;
  /** Writes it durably: a reader sees the old one or the new one. @throws UnavailableError */
  readonly save: (deployment: Deployment) => Promise<void>;
  /** Takes it out of the journal for good, and lets it go. @throws UnavailableError */
  readonly remove: () => Promise<void>;
  /** Lets it go; it stays in the journal. @throws UnavailableError */
  readonly release: () => Promise<void>;
};
