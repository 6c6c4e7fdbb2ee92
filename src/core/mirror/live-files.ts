import { makeSafeText } from '../text/safe-text.ts';
import type { LiveFiles, SideVersion } from './sides.ts';

/** Most files that are named one by one. */
const namedMost = 3;

/** Whether a version is live and the bucket has it not whole; with a file, whether that is one of those it lacks. Pure. */
export function isMissing({ liveUnder, inBucket, live }: SideVersion, file?: string): boolean {
  if (liveUnder.length === 0) return false;
  if (inBucket !== 'whole') return true;
  const lacking = live?.lacking ?? [];
  return file === undefined ? lacking.length > 0 : lacking.some(({ name }) => name === file);
}

/** Files of a version by their names inside its folder: `weights.bin`, `a, b, c and 4 more`. Safe to show. Pure. */
export function nameLacking(lacking: LiveFiles['lacking']): string {
  const names = lacking.map(({ name }) => makeSafeText(name.split('/').slice(1).join('/'), { limit: 80 }));
  const rest = names.length - namedMost;
  return `${names.slice(0, namedMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
