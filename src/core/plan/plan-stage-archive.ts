import { noGate } from '../history/entry.ts';
import { findNamesake } from '../registry/namesake.ts';
import { findState } from '../registry/version-state.ts';
import { confirmAliasMove } from './confirmation.ts';
import type { Plan } from './plan.ts';
import { planState } from './plan-state.ts';
import { makePlan, type Planning } from './planning.ts';

/** Which version is to be archived, and why. */
export type StageArchiveRequest = { readonly version: string; readonly reason: string };

/** The stage that may be left without anything: what serves is in the other one. */
const stage = 'Staging';

/**
 * Plans archiving a version; one that is in Staging leaves it in the same entry, as on MLflow's server. What is in Production is not
 * archived: nothing would be live. Pure.
 */
export function planStageArchive(planning: Planning, { version, reason }: StageArchiveRequest): Plan {
  const { status } = planning;
  const { model } = status.index;
  const plain = planState(planning, { version, to: 'archived', reason });
  const staged = status.effective.aliases.get(stage)?.version === version;
  const others = [...status.effective.aliases].some(
    ([alias, at]) => alias !== stage && at.version === version,
  );
  const isAliased = findNamesake(status.index, version) !== undefined;
  if (!staged || others || isAliased || status.effective.versionHolds.has(version)) return plain;
  const said = reason.trim();
  return makePlan(planning, {
    act: 'archive',
    title: `Archive ${model} ${version}, which leaves ${stage}`,
    drafts: [
      {
        action: 'archive',
        moves: [{ alias: stage, from: version, to: null }],
        facts: [{ kind: 'state', version, from: findState(status, version), to: 'archived' }],
        reason: said === '' ? null : said,
        gate: noGate,
        reverts: null,
      },
    ],
    confirmation: confirmAliasMove(planning.protection, model, stage),
    command: ['mlops', 'archive', model, version, ...(said === '' ? [] : ['--reason', said])],
  });
}
