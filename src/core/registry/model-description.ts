import type { Description } from '../history/model-history.ts';
import type { ModelStatus } from './model-status.ts';

/**
 * What is said of a model as a whole: as the history has it, and what that never spoke of as the registry itself has it; the other way
 * round where the registry leads. Pure.
 */
export function findModelDescription({
  effective,
  index,
  leads,
}: Pick<ModelStatus, 'effective' | 'index' | 'leads'>): Description {
  const recorded = effective.descriptions.get('');
  const { described } = index;
  const [first, second] = leads === 'registry' ? [described, recorded] : [recorded, described];
  const description = first?.description ?? second?.description;
  const owner = first?.owner ?? second?.owner;
  // No tags at all is nothing said where nobody can tell that from none.
  const isSaid = first === recorded || (first?.tags ?? []).length > 0;
  return {
    notes: first?.notes ?? second?.notes ?? null,
    tags: (isSaid ? first?.tags : undefined) ?? second?.tags ?? [],
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
  };
}
