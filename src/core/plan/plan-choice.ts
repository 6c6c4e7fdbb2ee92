import { draftChoice } from '../history/several-holders.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { confirmAliasMove } from './confirmation.ts';
import type { Blocker, Plan, PlanAct } from './plan.ts';
import { makePlan, type Planning } from './planning.ts';

/** Whether a file lets several versions hold the alias. Pure. */
export function isHeldBySeveral(
  { severalHolders }: Pick<ModelStatus, 'severalHolders'>,
  alias: string,
): boolean {
  return severalHolders.some(holders => holders.alias === alias);
}

/** An alias that several hold, and the act that says which of them is to. */
type Choice = {
  readonly alias: string;
  readonly act: PlanAct;
  readonly reason: string;
  readonly blockers: readonly Blocker[];
  readonly command: readonly string[];
};

/** Plans that the newest of several holders of an alias is live, and the others not any more: what counts already goes on record. Pure. */
export function planChoice(planning: Planning, choice: Choice): Plan {
  const { alias, reason, ...content } = choice;
  const { status } = planning;
  const { model } = status.index;
  const holders = status.severalHolders.filter(each => each.alias === alias);
  const draft = draftChoice(holders);
  const live = status.effective.aliases.get(alias)?.version ?? 'nothing';
  const versions = holders.flatMap(each => each.versions);
  return makePlan(
    { ...planning, status: { ...status, severalHolders: [] } },
    {
      ...content,
      title: `Keep ${live} alone as ${model} ${alias}, of ${versions.join(' and ')}`,
      drafts: draft === undefined ? [] : [{ ...draft, reason }],
      confirmation: confirmAliasMove(planning.protection, model, alias),
    },
  );
}
