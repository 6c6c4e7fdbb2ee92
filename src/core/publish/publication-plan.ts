import type { Blocker, Confirmation } from '../plan/plan.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { LeftOutFile } from './local-files.ts';
import type { Publication, PublicationReceipt, PublicationState } from './publication.ts';

/** One link of a publication as data: what is there, and what will be. */
export type PublicationStep = {
  readonly kind: 'make-repository' | 'make-commit' | 'set-tag' | 'append-history';
  /** What is touched, for people. */
  readonly target: string;
  /** What is there when the plan is made; null for nothing. */
  readonly expected: string | null;
  readonly value: string;
};

/** What publishing a version will do, decided from how it stands on the hub. */
export type PublicationPlan = {
  readonly title: string;
  readonly publication: Publication;
  /** Address of the hub, for people. */
  readonly hubUrl: string;
  readonly state: PublicationState;
  /** False where it is published and on record: nothing will be written. */
  readonly changes: boolean;
  readonly steps: readonly PublicationStep[];
  readonly leftOut: readonly LeftOutFile[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  readonly confirmation: Confirmation;
  readonly actor: string;
  /** The command line that does the same. */
  readonly command: string;
};

declare const confirmed: unique symbol;

/** A plan that a person, or a flag given on purpose, has confirmed. */
export type ConfirmedPublication = PublicationPlan & { readonly [confirmed]: true };

/** The plan as confirmed, or undefined when something blocks it. The caller has obtained the confirmation it asks for. */
export function confirmPublication(plan: PublicationPlan): ConfirmedPublication | undefined {
  return plan.blockers.length === 0 ? (plan as ConfirmedPublication) : undefined;
}

/** How a publication ended. */
export type PublicationEnd = {
  readonly outcome: 'applied' | 'unchanged' | 'partial' | 'refused';
  readonly plan: PublicationPlan;
  readonly steps: readonly (PublicationStep & { readonly state: 'done' | 'not-done' | 'unknown' })[];
  /** undefined where it does not stand published. */
  readonly receipt: PublicationReceipt | undefined;
  readonly problem: ReceiptProblem | undefined;
};
