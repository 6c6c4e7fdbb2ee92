import type { VersionState } from '../history/entry.ts';
import type { ModelStatus } from '../registry/model-status.ts';

/**
 * From which state a version may go to which. S2's document deploys right after register, so that stays allowed;
 * nothing leaves `archived`.
 */
export const stateTransitions: Readonly<Record<VersionState, readonly VersionState[]>> = {
  draft: ['training', 'completed', 'deployed', 'archived'],
  training: ['draft', 'completed', 'archived'],
  completed: ['deployed', 'deprecated', 'archived'],
  deployed: ['completed', 'deprecated'],
  deprecated: ['completed', 'deployed', 'archived'],
  archived: [],
};

/** Whether the table allows the change. Staying in a state is no change and not asked here. */
export function isTransitionAllowed(from: VersionState, to: VersionState): boolean {
  return stateTransitions[from].includes(to);
}

/**
 * Why a version in this state cannot become live, in words that follow `it is`; undefined when it can. Where the registry leads what is
 * archived may come back: it archives whatever is replaced. Pure.
 */
export function whyNotDeployable(
  state: VersionState,
  { leads }: Pick<ModelStatus, 'leads'>,
): string | undefined {
  if (leads === 'registry' && state === 'archived') return undefined;
  if (isTransitionAllowed(state, 'deployed') || state === 'deployed') return undefined;
  return state === 'training' ? 'still training' : state;
}
