import { isBlockedByGate } from '../../act/gate-blockers.ts';
import type { ConsoleNext } from '../../console/operations.ts';
import type { Ask, State, StateAt } from './state.ts';

/** What was answered before a request was put together here. */
type Given = NonNullable<Extract<Ask, { readonly by: 'request' }>['given']>;

/** Whether a review is shown that the gate blocks. Pure. */
export function isGateReview(state: State): state is StateAt<'review'> {
  return state.at === 'review' && isBlockedByGate(state.plan.blockers);
}

/** Whether the gate that blocks may be overridden from here: what another process began is not asked for anew. Pure. */
export function canOverride(state: State): boolean {
  return isGateReview(state) && givenOf(state) !== undefined;
}

/** Why a reason is asked for once more: nobody overrides a gate without one. Pure. */
export function reasonNotToReview(state: State): string | undefined {
  if (state.at !== 'reason' || state.gate === 'as-bound') return undefined;
  const { before, after } = state.field;
  return `${before}${after}`.trim() === '' ? 'Overriding the gate needs a reason.' : undefined;
}

/** Back to the reason, which is now that of the override. Pure. */
export function askOverride(state: State): ConsoleNext<State> {
  const given = isGateReview(state) ? givenOf(state) : undefined;
  if (given === undefined) return [state, []];
  const { wanted, attempt } = state;
  return [{ ...given, wanted, attempt, at: 'reason', gate: 'overridden' }, []];
}

/** To the gate of the version, where it can be evaluated again. Pure. */
export function openGate(state: State): ConsoleNext<State> {
  if (!isGateReview(state)) return [state, []];
  const { model, alias, subject } = state.plan.request;
  if (subject.at !== 'registered') return [state, []];
  const { version } = subject;
  return [state, [{ do: 'openRoute', route: { screen: 'gate', model, version, alias } }]];
}

function givenOf({ ask }: StateAt<'review'>): Given | undefined {
  return ask.by === 'request' ? ask.given : undefined;
}
