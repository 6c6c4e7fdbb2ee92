import { posix } from 'node:path';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { findRunPlace } from './collect-families.ts';
import { type DvcOutput, shortenMd5 } from './dvc-output.ts';
import type { DvcLock, LockedStage } from './parse-lock.ts';

/** Whether a path of the tree is of a run, by the names that the pipeline of S4 gives. Pure. */
export function isPathOfRun(path: string, family: string, run: string): boolean {
  const place = findRunPlace(path);
  if (place !== undefined) return place.family === family && place.run === run;
  const name = posix.basename(path);
  if (name === `image_${family}_${run}.txt`) return true;
  const rest = name.slice(run.length);
  const isNamed = name.startsWith(run) && (rest === '' || rest.startsWith('_') || rest.startsWith('.'));
  return isNamed && posix.basename(posix.dirname(path)) === family;
}

/** The stages that made something of a run when they ran last, in the order of the lock. Pure. */
export function listRunStages(lock: DvcLock, family: string, run: string): readonly LockedStage[] {
  return lock.stages.filter(({ outs }) => outs.some(({ path }) => isPathOfRun(path, family, run)));
}

/** What a stage made of what, each with the beginning of its digest, for people. Pure. */
export function describeStage({ outs, deps }: LockedStage): string {
  const made = outs.map(describePart).join(', ');
  const from = deps.map(describePart).join(', ');
  return makeSafeText(from === '' ? made : `${made} from ${from}`, { limit: 500 });
}

function describePart({ path, md5 }: DvcOutput): string {
  return `${path} ${shortenMd5(md5)}`;
}
