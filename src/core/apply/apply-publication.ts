import { AppError, ConflictError, toAppError } from '../errors/app-error.ts';
import { confirmPlan, type Plan } from '../plan/plan.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { HubOptions, ModelHub } from '../ports/model-hub.ts';
import type { PublicationReceipt, PublicationState } from '../publish/publication.ts';
import type { ConfirmedPublication, PublicationEnd, PublicationStep } from '../publish/publication-plan.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { applyPlan, requireWriteAccess } from './apply-plan.ts';

/** What publishing is done with. */
export type PublicationEnvironment = ApplyEnvironment & {
  readonly hub: ModelHub;
  /** Plans the entry that puts it on record. */
  readonly planRecord: (receipt: PublicationReceipt) => Promise<Plan>;
};

/**
 * Publishes a version, or what is missing of it, and puts on record where it stands. Never throws for a foreseen failure: the end says what
 * is done and what is not; doing the same again does the rest.
 */
export async function applyPublication(
  plan: ConfirmedPublication,
  environment: PublicationEnvironment,
): Promise<PublicationEnd> {
  if (!plan.changes) return makeEnd(plan, 'unchanged', { done: () => 'done' });
  const { hub } = environment;
  const options: HubOptions = { signal: environment.stop, onProgress: environment.onProgress };
  let receipt: PublicationReceipt;
  try {
    requireWriteAccess(environment);
    receipt = await hub.publish(plan.publication, { ...options, seenHead: findHead(plan.state) });
  } catch (thrown) {
    const wasStopped = environment.stop?.aborted === true && !(thrown instanceof AppError);
    const problem = describeProblem(wasStopped ? stopped() : toAppError(thrown));
    // Whoever stops it may do so because the hub does not answer: it is asked nothing more.
    return wasStopped ? describeUnknown(plan, problem) : await describeFailure(plan, hub, problem);
  }
  const problem = await record(environment, receipt);
  const isHere = ({ kind }: PublicationStep) => kind === 'append-history' && problem !== undefined;
  return makeEnd(plan, problem === undefined ? 'applied' : 'partial', {
    done: step => (isHere(step) ? 'not-done' : 'done'),
    receipt,
    problem,
  });
}

/** The hub has it: what keeps it from the record is told, and the next try puts it there. */
async function record(
  environment: PublicationEnvironment,
  receipt: PublicationReceipt,
): Promise<ReceiptProblem | undefined> {
  try {
    const planned = await environment.planRecord(receipt);
    const confirmed = confirmPlan(planned);
    if (confirmed === undefined) return planned.blockers[0];
    return (await applyPlan(confirmed, environment)).problem;
  } catch (thrown) {
    return describeProblem(toAppError(thrown));
  }
}

/** What is there after it failed: asked of the hub once more, unknown where that fails too. */
async function describeFailure(
  plan: ConfirmedPublication,
  hub: ModelHub,
  problem: ReceiptProblem,
): Promise<PublicationEnd> {
  const state = await hub.findPublication(plan.publication).catch(toAppError);
  if (state instanceof AppError) return describeUnknown(plan, problem);
  const left = stepsLeft(state);
  const done = ({ kind }: PublicationStep) => (left.has(kind) ? 'not-done' : 'done');
  const hasDone = plan.steps.some(step => done(step) === 'done');
  return makeEnd(plan, hasDone ? 'partial' : 'refused', { done, problem });
}

function describeUnknown(plan: ConfirmedPublication, problem: ReceiptProblem): PublicationEnd {
  return makeEnd(plan, 'refused', { done: () => 'unknown', problem });
}

function stepsLeft({ at }: PublicationState): ReadonlySet<PublicationStep['kind']> {
  const ofCommit = ['make-commit', 'set-tag', 'append-history'] as const;
  const left = {
    'no-repository': ['make-repository', ...ofCommit],
    repository: ofCommit,
    untagged: ['set-tag', 'append-history'],
    published: ['append-history'],
    'other-content': ofCommit,
    'other-model': ofCommit,
  } as const satisfies Readonly<Record<PublicationState['at'], readonly PublicationStep['kind'][]>>;
  return new Set(left[at]);
}

function findHead(state: PublicationState): string | undefined {
  return state.at === 'repository' ? state.head : undefined;
}

function makeEnd(
  plan: ConfirmedPublication,
  outcome: PublicationEnd['outcome'],
  {
    done,
    receipt,
    problem,
  }: {
    readonly done: (step: PublicationStep) => PublicationEnd['steps'][number]['state'];
    readonly receipt?: PublicationReceipt;
    readonly problem?: ReceiptProblem | undefined;
  },
): PublicationEnd {
  const found = receipt ?? findReceipt(plan);
  return {
    outcome,
    plan,
    steps: plan.steps.map(step => ({ ...step, state: done(step) })),
    receipt: found,
    problem,
  };
}

/** Where it stood published before anything was done. */
function findReceipt({ state, publication }: ConfirmedPublication): PublicationReceipt | undefined {
  if (state.at !== 'published') return undefined;
  const { url, commit, visibility } = state;
  const made = { repository: false, commit: false, tag: false };
  return { url, commit, visibility, tag: publication.tag, made };
}

function describeProblem({ code, message, hint }: AppError): ReceiptProblem {
  return { code, message, hint };
}

function stopped(): AppError {
  return new ConflictError('cancelled', 'Stopped on request.', {
    hint: 'Do the same again: what was sent is not sent again.',
  });
}
