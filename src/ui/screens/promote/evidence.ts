import type { Act, ActMessage } from '../../act/act.ts';
import { isBlockedByGate, policyCodes } from '../../act/gate-blockers.ts';
import { createTextField, textOf } from '../../components/text-field.ts';
import type { ConsoleNext } from '../../console/operations.ts';
import type { Acting, AskingEvidence, EvidenceMessage, State } from './state.ts';

/** Longest path of a results folder, in characters. */
const longestFolder = 1000;

/**
 * Pure. Asks for a results folder and judges it in place of what is on record, or lets the gate be overridden; each makes a new plan.
 * @param actOn moves the act on
 */
export function updateEvidence(
  state: State,
  message: EvidenceMessage,
  actOn: (state: Acting, step: ActMessage) => ConsoleNext<State>,
): ConsoleNext<State> {
  switch (message.type) {
    case 'evidence-asked':
      return canGiveEvidence(state) && reasonNotToJudge(state) === undefined
        ? [{ ...state, at: 'evidence', field: createTextField(state.results ?? '', longestFolder) }, []]
        : [state, []];
    case 'evidence-edited':
      return state.at === 'evidence' ? [{ ...state, field: message.field }, []] : [state, []];
    case 'evidence-given':
      return state.at === 'evidence' ? judgeFolder(state, actOn) : [state, []];
    case 'evidence-left':
      return state.at === 'evidence'
        ? actOn(backToAct(state, {}), { type: 'plan-again-pressed' })
        : [state, []];
    case 'override-asked':
      return isGateReview(state)
        ? actOn({ ...state, passing: 'overridden' }, { type: 'step-back-pressed' })
        : [state, []];
    case 'override-left':
      return state.at === 'acting' && state.passing === 'overridden'
        ? actOn({ ...state, passing: 'as-bound' }, { type: 'reason-given' })
        : [state, []];
    default:
      return message satisfies never;
  }
}

/** Whether a review is shown that the gate blocks. Pure. */
export function isGateReview(state: State): state is Acting {
  return state.at === 'acting' && isReviewBlockedByGate(state.act);
}

/** Whether other evidence may be given now: the gate blocks, or the folder that was given could not be judged. Pure. */
export function canGiveEvidence(state: State): state is Acting {
  if (state.at !== 'acting') return false;
  const cannotBeJudged = state.act.at === 'failed' && state.results !== undefined;
  return cannotBeJudged || isReviewBlockedByGate(state.act);
}

/** Why no other evidence would help: what is to judge it cannot be used. Undefined when it might. Pure. */
export function reasonNotToJudge(state: State): string | undefined {
  if (state.at !== 'acting' || state.act.at !== 'review') return undefined;
  const isUnusable = state.act.plan.blockers.some(({ code }) => policyCodes.has(code));
  return isUnusable ? `The policy of ${state.alias} cannot be used until it is corrected.` : undefined;
}

function isReviewBlockedByGate(act: Act): boolean {
  return act.at === 'review' && isBlockedByGate(act.plan.blockers);
}

function judgeFolder(
  state: AskingEvidence,
  actOn: (state: Acting, step: ActMessage) => ConsoleNext<State>,
): ConsoleNext<State> {
  const typed = textOf(state.field).trim();
  const results = typed === '' ? undefined : typed;
  const acting = backToAct(state, { results, judged: undefined });
  const [next, effects] = actOn(acting, { type: 'plan-again-pressed' });
  if (results === undefined) return [next, effects];
  const { model, version, alias } = state;
  return [
    next,
    [{ run: 'planGate', input: { model, version, alias, results, policy: undefined } }, ...effects],
  ];
}

function backToAct(state: AskingEvidence, changes: Partial<Acting>): Acting {
  const { field: _, ...chosen } = state;
  return { ...chosen, ...changes, at: 'acting' };
}
