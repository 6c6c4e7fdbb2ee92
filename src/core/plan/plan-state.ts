import { noGate, type VersionState } from '../history/entry.ts';
import { findNamesake } from '../registry/namesake.ts';
import { findState } from '../registry/version-state.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';
import { isTransitionAllowed, stateTransitions } from './version-states.ts';

/** A change of a version's state. */
export type StateRequest = { readonly version: string; readonly to: VersionState; readonly reason: string };

/** Plans a change of state by the table of transitions. What is live cannot be archived or given another state by hand. Pure. */
export function planState(planning: Planning, request: StateRequest): Plan {
  const act = request.to === 'archived' ? 'archive' : 'state';
  const { model } = planning.status.index;
  const from = findState(planning.status, request.version);
  const reason = request.reason.trim();
  const words =
    act === 'archive' ? ['archive', model, request.version] : ['state', model, request.version, request.to];
  const command = [...words, ...(reason === '' ? [] : ['--reason', reason])];
  if (from === request.to) {
    return makePlan(planning, {
      act,
      title: `${model} ${request.version} already is ${from}`,
      drafts: [],
      command,
    });
  }
  return makePlan(planning, {
    act,
    title:
      act === 'archive'
        ? `Archive ${model} ${request.version}`
        : `${model} ${request.version}: ${from} to ${request.to}`,
    drafts: [
      {
        action: act,
        moves: [],
        facts: [{ kind: 'state', version: request.version, from, to: request.to }],
        reason: reason === '' ? null : reason,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: findBlockers(planning, request, from),
    command,
  });
}

function findBlockers(planning: Planning, request: StateRequest, from: VersionState): readonly Blocker[] {
  const { effective, index } = planning.status;
  const name = `${index.model} ${request.version}`;
  const alias = [...effective.aliases].find(([, position]) => position.version === request.version)?.[0];
  const namesake = findNamesake(index, request.version);
  if (namesake !== undefined) {
    return [
      block(
        'plan-blocked',
        `${name} is under ${namesake.target}: the alias, not the stage.`,
        'Move or delete that alias in MLflow first.',
      ),
    ];
  }
  if (alias !== undefined) {
    return [
      block('plan-blocked', `${name} is live under ${alias}.`, 'Move the alias to another version first.'),
    ];
  }
  if (request.to === 'deployed') {
    return [
      block('plan-blocked', `${name} becomes deployed by promoting it.`, `Use lastgood promote ${name}.`),
    ];
  }
  if (request.to === 'archived' && effective.versionHolds.has(request.version)) {
    return [block('version-held', `${name} is held; a held version is not archived.`)];
  }
  if (isTransitionAllowed(from, request.to)) return [];
  const allowed = stateTransitions[from];
  const hint =
    allowed.length === 0 ? `Nothing leaves ${from}.` : `From ${from} it may become ${allowed.join(', ')}.`;
  return [block('plan-blocked', `${name} cannot go from ${from} to ${request.to}.`, hint)];
}
