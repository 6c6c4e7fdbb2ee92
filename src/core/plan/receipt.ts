import type { ErrorCode } from '../errors/error-codes.ts';
import type { PlanAct } from './plan.ts';
import type { Step } from './step.ts';

/** What became of a step. `unknown`: the answer was lost and could not be read back. */
export type StepState = 'done' | 'failed' | 'not-started' | 'unknown';

export type StepReceipt = {
  readonly step: Step;
  readonly state: StepState;
  /** What was really touched: the step's target, with the time or number that only carrying it out could tell. */
  readonly target: string;
  readonly problem: string | undefined;
};

/** How an operation ended. The same shape for every end: every step of the plan is listed. */
export type Receipt = {
  readonly outcome: 'applied' | 'unchanged' | 'partial' | 'refused';
  readonly act: PlanAct;
  readonly title: string;
  readonly model: string;
  /** The operation on record: of an act that had been done before, or is finished now, that earlier one. */
  readonly operationId: string;
  readonly actor: string;
  /** Generation of the model's history after it. */
  readonly generation: number;
  /** Version that was added by a registration. */
  readonly version: string | undefined;
  readonly steps: readonly StepReceipt[];
  /** What went wrong; undefined when nothing did. */
  readonly problem: ReceiptProblem | undefined;
  readonly command: string;
  /** What else whoever asked for it has to hear: whose move it overwrote, where nothing keeps two from moving at once. Safe to show. */
  readonly notices?: readonly string[] | undefined;
  /** Where an earlier operation had done it already: whether that was the same act of the same person, who may take it back. */
  readonly earlier?: 'own' | 'another' | undefined;
};

export type ReceiptProblem = { readonly code: ErrorCode; readonly message: string; readonly hint: string };
