import type { Version } from '../registry/version.ts';
import type { Blocker } from './plan.ts';
import { block } from './planning.ts';

/** Why a version cannot be used at all: nothing of it can be live, and no verdict on it would mean anything. Pure. */
export function blockUnusable(version: Version): readonly Blocker[] {
  const name = `${version.model} ${version.version}`;
  if (version.whole === 'incomplete') return [block('version-incomplete', `${name} is incomplete.`)];
  if (version.whole === 'damaged')
    return [block('version-damaged', `${name} is damaged: ${version.problem}.`)];
  return [];
}
