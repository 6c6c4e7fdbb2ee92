import type { Description } from '../history/model-history.ts';
import type { ModelStatus } from './model-status.ts';

/** What is said of a model as a whole: as the history has it, and what that never spoke of as the registry's own file has it. Pure. */
export function findModelDescription({
  effective,
  index,
}: Pick<ModelStatus, 'effective' | 'index'>): Description {
  const recorded = effective.descriptions.get('');
  const { described } = index;
  const description = recorded?.description ?? described?.description;
  const owner = recorded?.owner ?? described?.owner;
  return {
    notes: recorded?.notes ?? described?.notes ?? null,
    tags: recorded?.tags ?? described?.tags ?? [],
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
  };
}
