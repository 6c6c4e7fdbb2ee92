import { findAnyLiveVersion } from '../../../core/plan/find-version.ts';
import { type Comparison, chooseMarked } from '../../components/choose-marked.ts';
import type { ShownState } from './update.ts';

/** What `d` compares, or why there is nothing to compare. Pure. */
export function chooseComparison(
  { loaded, marks }: Pick<ShownState, 'loaded' | 'marks'>,
  selected: string | undefined,
): Comparison {
  const versions = loaded.versions.map(({ version }) => version);
  return chooseMarked({ versions, marks, selected, live: findAnyLiveVersion(loaded.status) });
}
