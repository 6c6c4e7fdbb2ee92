import type { AppError } from '../../../core/errors/app-error.ts';
import type { KeptDeployment } from '../../../core/ports/deployment-journal.ts';
import type { LoadedDeployments } from '../../../core/session/load-deployments.ts';
import { askConsent, type Consent, editConsent, reasonNotConsented } from '../../act/consent.ts';
import { tellCutOff } from '../../act/tell-cut-off.ts';
import type { TextField } from '../../components/text-field.ts';
import {
  createList,
  type ListMove,
  moveList,
  placeCursor,
  resizeList,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { layoutOf } from './layout.ts';

/** How long one that runs is left alone before it is looked at again. */
const lookAgainMs = 2_000;

/** The deployments of this machine that are not finished. `look` tells the timers of one reading from those of another. */
export type State = { readonly look: number } & (
  | { readonly at: 'loading' }
  | { readonly at: 'failed'; readonly error: AppError }
  | Shown
);

type Shown = {
  readonly at: 'shown';
  readonly loaded: LoadedDeployments;
  readonly list: WindowedList;
  /** Whether one is to be given up: asked for the name, or on its way. */
  readonly givingUp: GivingUp;
};

type GivingUp =
  | { readonly at: 'no' }
  | { readonly at: 'asked'; readonly kept: KeptDeployment; readonly consent: Consent }
  | { readonly at: 'running' };

/** The state in which there are deployments to look at, or none. */
export type ShownState = Extract<State, { readonly at: 'shown' }>;

export type Message =
  | Answers<ConsoleOperations, 'loadDeployments' | 'abandonDeployment'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'look-due'; readonly look: number }
  | { readonly type: 'carrying-on-asked' }
  | { readonly type: 'giving-up-asked' }
  | { readonly type: 'consent-edited'; readonly field: TextField }
  | { readonly type: 'giving-up-confirmed' }
  | { readonly type: 'giving-up-left' };

const readDeployments = { run: 'loadDeployments', input: {} } as const;

/** Starts to read the journal. */
export function open(): ConsoleNext<State> {
  return [{ at: 'loading', look: 0 }, [readDeployments]];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadDeployments/done':
      return show(state, message.value, context);
    case 'loadDeployments/failed':
      return state.at === 'shown'
        ? [state, [tellNotRefreshed(message.error)]]
        : [{ at: 'failed', look: state.look, error: message.error }, []];
    case 'refresh-asked':
      return [state.at === 'failed' ? { at: 'loading', look: state.look } : state, [readDeployments]];
    case 'look-due':
      return [state, message.look === state.look ? [readDeployments] : []];
    case 'loadDeployments/progress':
    case 'abandonDeployment/progress':
      return [state, []];
    default:
      return state.at === 'shown' ? updateShown(state, message, context) : [state, []];
  }
}

type ShownMessage = Exclude<
  Message,
  | Answers<ConsoleOperations, 'loadDeployments'>
  | { readonly type: 'refresh-asked' | 'look-due' | 'abandonDeployment/progress' }
>;

function updateShown(state: ShownState, message: ShownMessage, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'moved': {
      if (state.givingUp.at !== 'no') return [state, []];
      return [{ ...state, list: moveList(state.list, message.move, layoutOf(state, context).listRows) }, []];
    }
    case 'carrying-on-asked': {
      const kept = selectedDeployment(state);
      if (kept === undefined) return [state, []];
      const { deploymentId } = kept.deployment;
      const route = { screen: 'deploy', wanted: { from: 'journal', deploymentId } } as const;
      return [state, [{ do: 'openRoute', route }]];
    }
    case 'giving-up-asked': {
      const kept = selectedDeployment(state);
      if (kept === undefined || kept.at === 'running') return [state, []];
      const { model, alias } = kept.deployment;
      const [consent] = askConsent({ kind: 'typed', text: `${model}@${alias}` }, state.look);
      return [{ ...state, givingUp: { at: 'asked', kept, consent } }, []];
    }
    case 'consent-edited':
      return state.givingUp.at === 'asked'
        ? [withConsent(state, editConsent(state.givingUp.consent, message.field)), []]
        : [state, []];
    case 'giving-up-left':
      return [state.givingUp.at === 'asked' ? { ...state, givingUp: { at: 'no' } } : state, []];
    case 'giving-up-confirmed': {
      if (state.givingUp.at !== 'asked' || reasonNotToGiveUp(state) !== undefined) return [state, []];
      const { deploymentId } = state.givingUp.kept.deployment;
      return [
        { ...state, givingUp: { at: 'running' } },
        [{ run: 'abandonDeployment', input: { deploymentId } }],
      ];
    }
    case 'abandonDeployment/done': {
      const [next, effects] = show({ ...state, givingUp: { at: 'no' } }, message.value, context);
      const text = 'Given up. What is done of it stays as it is.';
      return [next, [...effects, { do: 'notice', notice: { tone: 'good', text } }]];
    }
    case 'abandonDeployment/failed':
      return [
        { ...state, givingUp: { at: 'no' } },
        [{ do: 'notice', notice: { tone: 'bad', text: message.error.message } }, readDeployments],
      ];
    default:
      return message satisfies never;
  }
}

/** The deployment under the cursor; undefined where there is none. */
export function selectedDeployment(state: State): KeptDeployment | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.loaded.deployments) : undefined;
}

/** Why enter does not give it up yet, as a sentence; undefined when it does. */
export function reasonNotToGiveUp(state: State): string | undefined {
  return state.at === 'shown' && state.givingUp.at === 'asked'
    ? reasonNotConsented(state.givingUp.consent)
    : 'There is nothing to confirm.';
}

function withConsent(state: ShownState, consent: Consent): State {
  return state.givingUp.at === 'asked' ? { ...state, givingUp: { ...state.givingUp, consent } } : state;
}

/** The cursor stays on the same deployment. While one runs it is looked at again by itself. */
function show(state: State, loaded: LoadedDeployments, context: Context): ConsoleNext<State> {
  const selected = selectedDeployment(state)?.deployment.deploymentId;
  const { deployments } = loaded;
  const row = deployments.findIndex(({ deployment }) => deployment.deploymentId === selected);
  const look = state.look + 1;
  const list = resizeList(state.at === 'shown' ? state.list : createList(0), deployments.length);
  const givingUp: GivingUp = state.at === 'shown' ? state.givingUp : { at: 'no' };
  const shown: ShownState = { at: 'shown', look, loaded, list, givingUp };
  const placed = placeCursor(list, row < 0 ? list.cursor : row, layoutOf(shown, context).listRows);
  const isRunning = deployments.some(({ at }) => at === 'running');
  const message: Message = { type: 'look-due', look };
  return [
    { ...shown, list: placed },
    [
      ...tellCutOff(loaded, context),
      ...(isRunning ? [{ do: 'after', delayMs: lookAgainMs, message } as const] : []),
    ],
  ];
}
