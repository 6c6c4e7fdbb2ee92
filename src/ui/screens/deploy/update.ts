import type { AppError } from '../../../core/errors/app-error.ts';
import { armConsent, editConsent } from '../../act/consent.ts';
import { tellCutOff } from '../../act/tell-cut-off.ts';
import { rowsOfMove } from '../../components/windowed-list.ts';
import type { ConsoleNext } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Context } from '../../runtime/screen.ts';
import { carry, follow, reviewPlan } from './carrying.ts';
import { askOverride, openGate, reasonNotToReview } from './gate-review.ts';
import { askFirst, askPlace, askReason, describeRequest, stepBack } from './questions.ts';
import type { Ask, Message, State } from './state.ts';

/** More lines than a review or a receipt has: scrolling stops where they end. */
const mostLines = 1000;

/** Reads what can be chosen; of one that was cut off what is left to do. */
export function open({ wanted }: RouteTo<'deploy'>): ConsoleNext<State> {
  if (wanted.from === 'journal')
    return plan({ wanted, attempt: 0 }, { by: 'journal', deploymentId: wanted.deploymentId });
  return [{ at: 'loading', wanted, attempt: 0 }, [readChoices(wanted)]];
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadDeploymentChoices/done':
      return [state.at === 'loading' ? askFirst(state, message.value) : state, []];
    case 'loadDeploymentChoices/failed':
      return state.at === 'loading' ? fail(state, message.error, undefined) : [state, []];
    case 'alias-chosen':
      return [state.at === 'alias' ? askPlace(state, message.alias) : state, []];
    case 'place-chosen':
      return [state.at === 'place' ? askReason(state, message.place) : state, []];
    case 'reason-edited':
      return [state.at === 'reason' ? { ...state, field: message.field } : state, []];
    case 'reason-given':
      return state.at === 'reason' && reasonNotToReview(state) === undefined
        ? plan(state, askByRequest(state))
        : [state, []];
    case 'planDeployment/done':
    case 'planResumption/done':
      return isAskedFor(state, message) ? reviewPlan(state, message.value) : [state, []];
    case 'planDeployment/failed':
    case 'planResumption/failed':
      return isAskedFor(state, message) ? fail(state, message.error, state.ask) : [state, []];
    case 'loadDeployments/done':
      return [state, tellCutOff(message.value, context)];
    case 'carryDeployment/progress':
    case 'carryDeployment/done':
    case 'carryDeployment/failed':
      return follow(state, message);
    case 'loadDeploymentChoices/progress':
    case 'planDeployment/progress':
    case 'planResumption/progress':
    case 'loadDeployments/progress':
    case 'loadDeployments/failed':
      return [state, []];
    case 'registry-changed':
      return state.at === 'review' ? [state, [askPlan(state.ask)]] : [state, []];
    case 'override-asked':
      return askOverride(state);
    case 'gate-asked':
      return openGate(state);
    case 'step-back-pressed':
      if (state.at === 'reason' && state.gate === 'overridden')
        return plan(state, askByRequest({ ...state, gate: 'as-bound' }));
      return canStepBack(state) ? [back(state), []] : [state, [{ do: 'goBack' }]];
    case 'plan-again-pressed':
      return planAgain(state);
    default:
      return press(state, message, context);
  }
}

type Pressed = Extract<
  Message,
  {
    readonly type:
      | 'cursor-reported'
      | 'confirmation-armed'
      | 'consent-edited'
      | 'confirm-pressed'
      | 'moved'
      | 'stop-pressed'
      | 'undo-pressed';
  }
>;

/** What is done with a review, a deployment under way or a receipt. */
function press(state: State, message: Pressed, { size }: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'cursor-reported':
    case 'confirmation-armed': {
      if (state.at !== 'review') return [state, []];
      const [consent, effects] = armConsent(state.consent, message);
      return [{ ...state, consent }, effects];
    }
    case 'consent-edited':
      return state.at === 'review'
        ? [{ ...state, consent: editConsent(state.consent, message.field) }, []]
        : [state, []];
    case 'confirm-pressed':
      return carry(state);
    case 'moved': {
      if (state.at !== 'review' && state.at !== 'finished') return [state, []];
      const scroll = Math.max(0, state.scroll + rowsOfMove(message.move, mostLines, size.rows));
      return [{ ...state, scroll }, []];
    }
    case 'stop-pressed':
      return state.at === 'carrying' ? [{ ...state, stop: 'asked' }, [{ do: 'stopWrites' }]] : [state, []];
    case 'undo-pressed': {
      const operationId = undoneBy(state);
      if (state.at !== 'finished' || operationId === undefined) return [state, []];
      const { model } = state.receipt;
      const route = { screen: 'change', wanted: { change: 'undo', model, operationId } } as const;
      return [state, [{ do: 'replaceRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

/** The operation that made it live, of a deployment that can be taken back; undefined where there is none. Pure. */
export function undoneBy(state: State): string | undefined {
  if (state.at !== 'finished') return undefined;
  const { promote } = state.receipt.receipts;
  return promote?.outcome === 'applied' ? promote.operationId : undefined;
}

/** Whether the reason is asked for an override of the gate. Pure. */
export function isOverriding(state: State): boolean {
  return state.at === 'reason' && state.gate === 'overridden';
}

/** Whether escape leads to an earlier question and not out of the screen. Pure. */
export function canStepBack(state: State): boolean {
  return isOverriding(state) || back(state) !== state;
}

function back(state: State): State {
  const { wanted, attempt } = state;
  switch (state.at) {
    case 'place':
    case 'reason':
      return stepBack(state) ?? state;
    case 'planning':
    case 'review':
    case 'failed':
      return state.ask?.by === 'request' && state.ask.given !== undefined
        ? { ...state.ask.given, wanted, attempt, at: 'reason' }
        : state;
    case 'loading':
    case 'alias':
    case 'carrying':
    case 'finished':
      return state;
    default:
      return state satisfies never;
  }
}

/** Whether it was refused for the reason that was given, or another word of it: planning the same again would be refused again. Pure. */
export function isReasonRefused(state: State): boolean {
  return state.at === 'failed' && state.error.code === 'secret-given' && canStepBack(state);
}

/** Whether what is left can be planned from here. Pure. */
export function canPlanAgain(state: State): boolean {
  if (state.at === 'review') return state.plan.blockers.length > 0;
  if (state.at === 'failed') return !isReasonRefused(state);
  return state.at === 'finished' && state.receipt.problem !== undefined;
}

/** What was begun is carried on; else it is planned anew. */
function planAgain(state: State): ConsoleNext<State> {
  if (!canPlanAgain(state)) return [state, []];
  if (state.at === 'finished') {
    const { deploymentId, resume } = state.receipt;
    if (resume !== null) return plan(state, { by: 'journal', deploymentId });
    const given = state.ask.by === 'request' ? state.ask.given : undefined;
    return plan(state, { by: 'request', request: state.request, given });
  }
  if (state.at === 'review') return plan(state, state.ask);
  if (state.at === 'failed' && state.ask !== undefined) return plan(state, state.ask);
  return open({ screen: 'deploy', wanted: state.wanted });
}

type Base = Pick<State, 'wanted' | 'attempt'>;

function plan({ wanted, attempt }: Base, ask: Ask): ConsoleNext<State> {
  return [{ at: 'planning', wanted, attempt, ask }, [askPlan(ask)]];
}

function fail({ wanted, attempt }: Base, error: AppError, ask: Ask | undefined): ConsoleNext<State> {
  return [{ at: 'failed', wanted, attempt, error, ask }, []];
}

function askByRequest(state: Extract<State, { readonly at: 'reason' }>): Ask {
  const { choices, aliases, alias, place, field, gate } = state;
  const given = { choices, aliases, alias, place, field, gate };
  return { by: 'request', request: describeRequest(state), given };
}

function askPlan(ask: Ask): ConsoleNext<State>[1][number] {
  return ask.by === 'request'
    ? { run: 'planDeployment', input: { request: ask.request } }
    : { run: 'planResumption', input: { deploymentId: ask.deploymentId } };
}

function readChoices({
  model,
  version,
}: Extract<RouteTo<'deploy'>['wanted'], { readonly from: 'version' }>): ConsoleNext<State>[1][number] {
  return { run: 'loadDeploymentChoices', input: { model, version } };
}

/** Whether an answer is to the question that is open: an old one is dropped. */
function isAskedFor(
  state: State,
  { input }: Extract<Message, { readonly type: `plan${'Deployment' | 'Resumption'}/${'done' | 'failed'}` }>,
): state is Extract<State, { readonly at: 'planning' | 'review' }> {
  if (state.at !== 'planning' && state.at !== 'review') return false;
  const { ask } = state;
  if ('deploymentId' in input) return ask.by === 'journal' && ask.deploymentId === input.deploymentId;
  return ask.by === 'request' && JSON.stringify(ask.request) === JSON.stringify(input.request);
}
