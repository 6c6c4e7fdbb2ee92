import type { Move } from '../../core/history/entry.ts';
import type { MlflowContent } from './origin.ts';
import { compareNumbers, printVersion } from './version-number.ts';

/** The stages that a version can be live in. `Archived` and `None` are none of them. */
export const liveStages = ['Production', 'Staging'] as const;

/** The stage of what was replaced. */
export const archivedStage = 'Archived';

/** Whether an alias is one of MLflow's stages; every other one is an alias of MLflow's own. Pure. */
export function isStage(alias: string): boolean {
  return alias === 'Production' || alias === 'Staging';
}

/** The versions an alias is on, as the server numbers them, oldest first: a stage may have several. Pure. */
export function findHolders({ model, versions }: MlflowContent, alias: string): readonly string[] {
  if (isStage(alias)) {
    return versions
      .filter(({ stage }) => stage === alias)
      .map(({ version }) => version)
      .sort(compareNumbers);
  }
  const holder = model.aliases[alias];
  return holder === undefined ? [] : [holder];
}

/** Whether an alias is where a move leads, and nowhere else. Pure. */
export function isInPlace(content: MlflowContent, { alias, to }: Move): boolean {
  const holders = findHolders(content, alias).map(printVersion);
  return to === null ? holders.length === 0 : holders.length === 1 && holders[0] === to;
}

/** The holders of an alias for people: `v4`, `v3 and v4`, `nothing`. Pure. */
export function describeHolders(content: MlflowContent, alias: string): string {
  const holders = findHolders(content, alias).map(printVersion);
  return holders.length === 0 ? 'nothing' : holders.join(' and ');
}
