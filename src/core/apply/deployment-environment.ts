import type { Deploying } from '../deployment/deploying.ts';
import type { Deployment, DeploymentLink, LinkKind } from '../deployment/deployment.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import type { Confirmation } from '../plan/plan.ts';
import type { Receipt, ReceiptProblem } from '../plan/receipt.ts';
import type { Session } from '../session/session.ts';

/** What carrying a deployment needs from outside. */
export type DeploymentEnvironment = {
  readonly session: Session;
  readonly deploying: Deploying;
  /** Told when a link begins and when it has ended. */
  readonly onLink?: ((link: DeploymentLink) => void) | undefined;
  /** Told while a long link runs: bytes done and bytes in all. */
  readonly onProgress?: ((kind: LinkKind, done: number, total: number) => void) | undefined;
  /** Aborted to stop after the running step: nothing is broken off in the middle. */
  readonly stop?: AbortSignal | undefined;
  /** Asked about the registered version once its promotion is planned: why it is not wanted any more, if so. */
  readonly findObjection?: ((version: string) => Promise<ReceiptProblem | undefined>) | undefined;
};

/** What a link is made with: the deployment as it stands before it. */
export type LinkWork = {
  readonly deployment: Deployment;
  readonly link: DeploymentLink;
  /** What was confirmed for all of the links. */
  readonly confirmed: Confirmation;
  readonly environment: DeploymentEnvironment;
  /** With which every plan of this link has the operation id of the link. */
  readonly session: Session;
};

/** What came of a link. */
export type LinkEnd = {
  /** Of the registry, where the link wrote there. */
  readonly receipt?: Receipt | undefined;
  readonly notices?: readonly string[] | undefined;
} & (
  | {
      readonly state: 'done' | 'unchanged' | 'skipped';
      /** In a few words. */
      readonly detail: string | null;
      /** Of registering. */
      readonly version?: string | undefined;
    }
  | {
      readonly state: 'failed';
      readonly problem: ReceiptProblem;
      /** Whether it may have changed something all the same. */
      readonly left: 'nothing' | 'something';
      /** `no-more`: it will fail again however often it is tried, and the deployment is over. */
      readonly again: 'later' | 'no-more';
      /** An earlier link that does not stand any more and is to be made again. */
      readonly reopen?: LinkKind | undefined;
    }
);

/** Codes of a failure after which nobody knows whether it was done. */
const unknownCodes: ReadonlySet<ErrorCode> = new Set(['answer-lost', 'partly-done']);

/** A link that failed. Pure. */
export function failLink(
  { code, message, hint }: ReceiptProblem,
  more: {
    readonly receipt?: Receipt | undefined;
    readonly reopen?: LinkKind | undefined;
    readonly left?: 'nothing' | 'something';
    readonly again?: 'no-more';
  } = {},
): LinkEnd {
  const isPartial = more.receipt?.outcome === 'partial' || unknownCodes.has(code);
  const left = more.left === 'something' || isPartial ? 'something' : 'nothing';
  return { again: 'later', ...more, state: 'failed', problem: { code, message, hint }, left };
}
