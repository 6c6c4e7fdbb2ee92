import { findAnyLiveVersion } from '../../../core/plan/find-version.ts';
import type { ShownState } from './update.ts';

/** Two versions to compare, or why there are none. */
export type Comparison = { readonly before: string; readonly after: string } | { readonly reason: string };

/**
 * What `d` compares: the two marked versions, older first; one marked version with the selected one; with no mark what is
 * live with the selected one. Pure.
 */
export function chooseComparison(
  state: Pick<ShownState, 'loaded' | 'marks'>,
  selected: string | undefined,
): Comparison {
  const [first, second] = state.marks;
  if (first !== undefined && second !== undefined) return olderFirst(state, first, second);
  if (selected === undefined) return { reason: 'No version is selected.' };
  if (first !== undefined && first !== selected) return olderFirst(state, first, selected);
  const live = findAnyLiveVersion(state.loaded.status);
  if (live === undefined) return { reason: 'Nothing is live to compare with; mark two versions with space.' };
  if (live === selected) return { reason: `${live} is live itself; select another version, or mark two.` };
  return { before: live, after: selected };
}

function olderFirst({ loaded }: Pick<ShownState, 'loaded'>, one: string, other: string): Comparison {
  const older = loaded.versions.find(({ version }) => version === one || version === other)?.version;
  return older === other ? { before: other, after: one } : { before: one, after: other };
}
