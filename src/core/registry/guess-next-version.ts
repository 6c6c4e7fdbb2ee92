import { listNamedVersions } from '../history/list-named-versions.ts';
import type { ModelIndex } from './registry-index.ts';

/**
 * What the next version will most likely be called: one more than the highest number that is there or on record. A registry gives the name
 * when it registers, so this is for looking ahead only. Pure.
 */
export function guessNextVersion({ versions, entries }: Pick<ModelIndex, 'versions' | 'entries'>): string {
  const names = [...versions.map(({ version }) => version), ...listNamedVersions(entries)];
  const numbers = names.map(name => Number(/^[vV]?(\d{1,15})(?:\.|$)/.exec(name)?.[1] ?? 0));
  return `v${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}
