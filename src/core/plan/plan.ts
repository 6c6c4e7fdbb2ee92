import type { ErrorCode } from '../errors/error-codes.ts';
import type { BoundFile } from '../gate/report.ts';
import type { HistoryEntry } from '../history/entry.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import type { KeptFile } from '../ports/registry.ts';
import type { Registration } from '../registration/registration.ts';
import type { Metrics } from '../registry/version.ts';
import type { Step } from './step.ts';

/** Why a plan cannot be confirmed. */
export type Blocker = { readonly code: ErrorCode; readonly message: string; readonly hint: string };

/** The version that was judged, and the files of its verdict. */
export type StandingGround = { readonly version: string; readonly files: readonly BoundFile[] };

/** What a person must do to confirm. */
export type Confirmation =
  | { readonly kind: 'yes' }
  | {
      readonly kind: 'typed';
      /** Exactly this is typed: a name, or several with commas between. */
      readonly text: string;
      /** What is at stake, in words that follow a colon. */
      readonly why: string;
    };

/** What kind of act a plan carries out. */
export const planActs = [
  'register',
  'promote',
  'rollback',
  'unset',
  'hold',
  'release',
  'state',
  'describe',
  'archive',
  'cleanup',
  'undo',
  'adopt',
  'gate',
  'score',
] as const;
export type PlanAct = (typeof planActs)[number];

/** An operation on record after which nothing was left to decide. */
export type SettlingOperation = {
  readonly operationId: string;
  readonly actor: string;
  readonly action: HistoryEntry['action'];
};

/**
 * What will be done, decided from one state of the registry and nothing else. Making a plan changes nothing and never fails for
 * a reason of the domain: such a reason is a blocker.
 */
export type Plan = {
  readonly act: PlanAct;
  /** In a few words, for example `Roll back frontshift-rag latest: v2 → v1`. */
  readonly title: string;
  readonly model: string;
  /** The same through planning, apply and any retry: what makes a lost answer recognisable. */
  readonly operationId: string;
  readonly actor: string;
  /** Generation of the model's history it was made from; apply refuses when there is a newer one. */
  readonly generation: number;
  /** Who appended the newest entry of that history; undefined when it has none. */
  readonly lastActor: string | undefined;
  /** False when everything already is as asked: nothing will be written. */
  readonly changes: boolean;
  /** Entries to append, in order. The first may be an adoption. */
  readonly drafts: readonly EntryDraft[];
  readonly registration: Registration | undefined;
  /** Where everything is on record as asked: the operation that made it so. What lags behind it may still have to be put in line. */
  readonly settledBy?: SettlingOperation | undefined;
  /** What the verdict stands on that the act rests on: held against its digests again right before the entries are appended. */
  readonly standsOn: StandingGround | undefined;
  /** Files to keep in the registry before the entries are appended. */
  readonly keeps: readonly KeptFile[];
  /** What was measured of the version that becomes live, as its record has it; undefined where none does, or its record cannot be read. */
  readonly measured?: Metrics | undefined;
  readonly steps: readonly Step[];
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
  /** That it is made by a state which is known to be old: one of the warnings, and said of a plan without any change too. */
  readonly behind?: string;
  /** What the act does not take back, for people to know. */
  readonly notUndone: readonly string[];
  readonly confirmation: Confirmation;
  /** The command line that does the same. */
  readonly command: string;
};

declare const confirmed: unique symbol;

/** A plan that a person, or a flag given on purpose, has confirmed. Only {@link confirmPlan} makes one. */
export type ConfirmedPlan = Plan & { readonly [confirmed]: true };

/** The plan as confirmed, or undefined when something blocks it. The caller has obtained the confirmation it asks for. */
export function confirmPlan(plan: Plan): ConfirmedPlan | undefined {
  return plan.blockers.length === 0 ? (plan as ConfirmedPlan) : undefined;
}
