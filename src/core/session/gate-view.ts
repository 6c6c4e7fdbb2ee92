import type { GateStanding } from '../gate/gate-standing.ts';
import type { BoundPolicy } from '../gate/policy.ts';
import type { GateReport } from '../gate/report.ts';
import type { Plan } from '../plan/plan.ts';
import type { BoundCheck } from '../ports/registry.ts';
import type { LoadedModel } from './load-model.ts';

/** What is asked of a gate. */
export type GateQuery = { readonly model: string; readonly version: string; readonly alias: string };

/** The gate of a version for one alias, with its evidence checked again. */
export type GateView = {
  readonly loaded: LoadedModel;
  readonly version: string;
  readonly alias: string;
  /** undefined: none is bound, or it cannot be used (the standing says why). */
  readonly policy: BoundPolicy | undefined;
  readonly standing: GateStanding;
  /** The report of the recorded verdict; undefined without one, or when it cannot be read. */
  readonly report: GateReport | undefined;
  /** Why the recorded report cannot be read. */
  readonly reportProblem: string | undefined;
  /** Every bound file held against its digest, those that differ first. */
  readonly checks: readonly BoundCheck[];
  /** The version that is live now, where the verdict compares with another one; words, or undefined while it is the same. */
  readonly baselineMoved: string | undefined;
  /** Whether promoting it to the alias now would pass the gate, and if not why: the words the promotion blocks with. */
  readonly wouldBlock: readonly string[];
};

/** How an evaluation is asked for. */
export type GateRequest = {
  readonly model: string;
  /** As typed; undefined: the newest complete version. */
  readonly version: string | undefined;
  readonly alias: string;
  /** Results folder; undefined: the files registered with the version. */
  readonly results: string | undefined;
  /** Name or path; undefined: what is bound to the alias. */
  readonly policy: string | undefined;
};

/** A verdict that is not on record yet, and the plan that records it. */
export type GateEvaluation = { readonly report: GateReport; readonly plan: Plan };
