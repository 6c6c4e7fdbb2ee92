import { ConflictError, InvalidInputError, toAppError } from '../../core/errors/app-error.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../core/ports/registry.ts';
import { bringAbout, type DoneEffects, describeOutcome } from './carry-effects.ts';
import { readTaggedHistory } from './counted-entries.ts';
import { type Effect, listDecided, listEffects } from './entry-effects.ts';
import type { TaggedEntry } from './history-tags.ts';
import type { MlflowContext } from './mlflow-context.ts';
import type { MlflowContent } from './origin.ts';
import { setEntryTag } from './set-entry-tag.ts';

/** What this process changed on the server, by model and target. */
export type DoneProjections = DoneEffects;

/**
 * Finishes what entries of the model have left to do on the server, and tells of everything the last operation was about. What the server
 * shows otherwise since is news, and stays as it is: nothing that has been done once is done again, and nothing that was refused is asked
 * for again.
 */
export async function projectMlflowModel(
  context: MlflowContext,
  model: string,
  options: ProjectOptions,
): Promise<readonly ProjectionOutcome[]> {
  let content = await context.source.readModel(model);
  if (content === undefined) return [];
  const { counted } = readTaggedHistory(content);
  const outcomes = new Map<string, ProjectionOutcome>();
  for (const tagged of counted.filter(({ state }) => state !== 'done')) {
    const ended: { content: MlflowContent; isStopped: boolean } = await finishEntry(
      context,
      tagged,
      content,
      {
        ...options,
        decided: listDecided(
          model,
          counted.slice(counted.indexOf(tagged) + 1).map(({ entry }) => entry),
        ),
        onStep: outcome => outcomes.set(outcome.target, outcome),
      },
    );
    content = ended.content;
    if (ended.isStopped) break;
  }
  for (const outcome of listOfLast(context, counted, content))
    if (!outcomes.has(outcome.target)) outcomes.set(outcome.target, outcome);
  context.done.delete(model);
  const told = [...outcomes.values()].filter(({ target }) => options.leave?.has(target) !== true);
  for (const outcome of told) options.onStep?.(outcome);
  return told;
}

/** Everything the newest operation was about and that stands as it said: written by this process, or there already. */
function listOfLast(
  { done }: MlflowContext,
  counted: readonly TaggedEntry[],
  content: MlflowContent,
): readonly ProjectionOutcome[] {
  const last = counted.at(-1);
  if (last === undefined) return [];
  const { name: model } = content.model;
  const own = counted.filter(
    ({ entry }) =>
      entry.operationId === last.entry.operationId && (entry.action !== 'adopt' || entry === last.entry),
  );
  return own
    .flatMap(({ entry }) => listEffects(model, entry))
    .filter(effect => effect.isIn(content))
    .map(
      effect =>
        done.get(model)?.get(effect.target) ??
        describeOutcome(effect, content, { outcome: 'already', problem: undefined }),
    );
}

async function finishEntry(
  context: MlflowContext,
  { entry, state }: TaggedEntry,
  from: MlflowContent,
  { signal, leave, decided, onStep }: ProjectOptions & { readonly decided: ReadonlySet<string> },
): Promise<{ content: MlflowContent; isStopped: boolean }> {
  const { name: model } = from.model;
  let content = from;
  let isOpen = false;
  for (const effect of listEffects(model, entry)) {
    if (leave?.has(effect.target) || decided.has(effect.target) || effect.isIn(content)) continue;
    // What moved has moved; where it is elsewhere now, somebody has moved it on.
    if (state === 'moved' && effect.kind === 'set-pointer' && hasMovedOn(effect, content)) continue;
    if (signal?.aborted) return { content, isStopped: true };
    try {
      content = await bringAbout(context, model, effect, content);
      onStep?.(
        context.done.get(model)?.get(effect.target) ??
          describeOutcome(effect, content, { outcome: 'already', problem: undefined }),
      );
    } catch (thrown) {
      const error = toAppError(thrown);
      // What a server refuses it refuses again: it is told now, and no later write hears of it.
      const isRefused = error instanceof ConflictError || error instanceof InvalidInputError;
      isOpen ||= !isRefused;
      const outcome = isRefused ? 'given-up' : 'failed';
      onStep?.(describeOutcome(effect, content, { outcome, problem: error.message }));
    }
  }
  if (!isOpen) await setEntryTag(context, model, entry, 'done');
  return { content, isStopped: false };
}

/** Whether a pointer is neither where it was before a move nor where the move led. */
function hasMovedOn(effect: Effect, content: MlflowContent): boolean {
  const now = effect.read(content);
  return now !== null && now !== effect.from;
}
