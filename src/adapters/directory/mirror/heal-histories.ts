import { hash } from 'node:crypto';
import type { HistoryJudgement } from '../../../core/mirror/judge-history.ts';
import { projectModel } from '../projections.ts';
import { nameEntry } from './bucket-history.ts';
import { makeAside, replaceEntry } from './pull-file.ts';
import type { RefreshRun } from './refresh-run.ts';
import { takeEntriesAgain } from './take-entries.ts';

/**
 * Puts the bucket's entries in the place of those that this copy has as they stood there before, where the bucket's are proven now: by
 * what follows on them, or by what their object says of itself. What stood here is kept beside. What was edited here waits for a pull.
 * @returns whether anything was done
 * @throws UnavailableError; the signal's reason
 */
export async function healHistories(
  run: RefreshRun,
  judgements: readonly HistoryJudgement[],
): Promise<boolean> {
  const { context, signal } = run;
  let isHealed = false;
  for (const { model, parting, damage, edited, outdated } of judgements) {
    if (parting !== undefined || damage !== undefined || edited.length > 0) continue;
    if (outdated.length === 0 || !outdated.every(generation => isProven(run, model, generation))) continue;
    const aside = makeAside(context.cache);
    for (const generation of outdated)
      await replaceEntry(context, nameEntry(model, generation), aside, { signal });
    await takeEntriesAgain(run, model);
    await projectModel(context.cache, model, { signal });
    isHealed = true;
  }
  return isHealed;
}

function isProven({ context: { seen }, entries }: RefreshRun, model: string, generation: number): boolean {
  const object = seen.find(nameEntry(model, generation));
  if (object?.replacedBy === undefined || object.isGone) return false;
  if (entries.has(nameEntry(model, generation + 1))) return true;
  return object.text !== undefined && hash('sha256', object.text) === object.replacedBy.sha256;
}
