import { toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { ProjectionOutcome } from '../../core/ports/registry.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import type { Effect } from './entry-effects.ts';
import { getClient, type MlflowContext } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';

/** What this process made of a model on the server, by target, until its receipt asks. */
export type DoneEffects = Map<string, Map<string, ProjectionOutcome>>;

/** How long after a lost answer the server is asked what became of it, in milliseconds. */
const looksAfterMs = [0, 300, 1500];

/**
 * Brings one effect about, and answers the model as it is then. An answer that was lost is judged by what the server shows.
 * @throws UnavailableError `answer-lost` where nobody can tell whether it was done; any other error: it was not
 */
export async function bringAbout(
  context: MlflowContext,
  model: string,
  effect: Effect,
  before: MlflowContent,
): Promise<MlflowContent> {
  if (effect.isIn(before)) return before;
  try {
    await effect.bring(getClient(context), before);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!(error instanceof UnavailableError)) throw error;
    return await judgeLostAnswer(context, model, effect, error);
  }
  const after = (await context.source.readModel(model)) ?? before;
  noteDone(context, model, describeOutcome(effect, before, { outcome: 'written', problem: undefined }));
  return after;
}

async function judgeLostAnswer(
  context: MlflowContext,
  model: string,
  effect: Effect,
  error: UnavailableError,
): Promise<MlflowContent> {
  let seen: MlflowContent | undefined;
  for (const waitMs of looksAfterMs) {
    await context.pause(waitMs);
    seen = await context.source.readModel(model).catch(() => undefined);
    if (seen === undefined || !effect.isIn(seen)) continue;
    noteDone(context, model, describeOutcome(effect, undefined, { outcome: 'written', problem: undefined }));
    return seen;
  }
  const { code, message, hint, data } = error;
  const told = withoutFullStop(message);
  // What a server has not answered in time it may still do: that it does not show it yet says nothing.
  if (seen !== undefined && code === 'answer-lost' && data['mayStillRun'] !== true)
    throw new UnavailableError(
      'network-failed',
      `${told}. Asked again, the server shows that it was not done.`,
      {
        hint,
      },
    );
  if (seen !== undefined) throw error;
  throw new UnavailableError(
    'answer-lost',
    `${told}. The server does not answer since: whether it was done is not known.`,
    { data },
  );
}

/** Remembers what was done for the receipt. */
export function noteDone(
  { done }: Pick<MlflowContext, 'done'>,
  model: string,
  outcome: ProjectionOutcome,
): void {
  const known = done.get(model) ?? new Map<string, ProjectionOutcome>();
  known.set(outcome.target, outcome);
  done.set(model, known);
}

/** What became of an effect. Pure. @param before the model before it; undefined where that is not known any more */
export function describeOutcome(
  effect: Effect,
  before: MlflowContent | undefined,
  { outcome, problem }: Pick<ProjectionOutcome, 'outcome' | 'problem'>,
): ProjectionOutcome {
  return {
    target: effect.target,
    before: before === undefined ? null : effect.read(before),
    after: effect.after,
    outcome,
    problem,
  };
}
