import type { AppError } from '../../../core/errors/app-error.ts';
import type { RegistryIndex } from '../../../core/registry/registry-index.ts';
import type { ModelOverview, RegistryOverview } from '../../../core/session/load-overview.ts';
import { withoutFullStop } from '../../../core/text/full-stop.ts';
import { tellCutOff } from '../../act/tell-cut-off.ts';
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
import type { ConsoleRoute } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { layoutOf } from './layout.ts';
import { liveAliases, wordOfModel } from './model-state.ts';

/** The models of a registry. `filter` is what has been typed after `/`. */
export type State =
  | { readonly at: 'loading'; readonly filter: string }
  | { readonly at: 'failed'; readonly filter: string; readonly error: AppError }
  | {
      readonly at: 'shown';
      readonly filter: string;
      readonly overview: RegistryOverview;
      /** The models that fit the filter, in the order of the overview. */
      readonly rows: readonly ModelOverview[];
      readonly list: WindowedList;
    };

/** Where a key of this screen leads. */
type Destination =
  | 'versions'
  | 'trend'
  | 'history'
  | 'rollback'
  | 'promote'
  | 'deploy'
  | 'deployments'
  | 'drift'
  | 'sync'
  | 'registries'
  | 'activity';

export type Message =
  | Answers<ConsoleOperations, 'loadOverview' | 'loadDeployments'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'filter-changed'; readonly text: string }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'screen-asked'; readonly screen: Destination };

/** Starts to read all models. */
export function open(): ConsoleNext<State> {
  return [{ at: 'loading', filter: '' }, [readOverview, readDeployments]];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadOverview/done':
      return [showOverview(state, message.value, context), tellWritable(message.value.index, context)];
    case 'loadOverview/failed':
      return failToRead(state, message.error);
    case 'loadDeployments/done':
      return [state, tellCutOff(message.value, context)];
    case 'loadDeployments/failed':
    case 'loadDeployments/progress':
    case 'loadOverview/progress':
      return [state, []];
    case 'moved':
      if (state.at !== 'shown') return [state, []];
      return [{ ...state, list: moveList(state.list, message.move, layoutOf(state, context).listRows) }, []];
    case 'filter-changed':
      return [applyFilter({ ...state, filter: message.text }, context), []];
    case 'refresh-asked':
      return [
        state.at === 'failed' ? { at: 'loading', filter: state.filter } : state,
        [readOverview, readDeployments],
      ];
    case 'screen-asked': {
      const route = routeTo(message.screen, selectedModel(state)?.status.index.model);
      return [state, route === undefined ? [] : [{ do: 'openRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

/** The model under the cursor; undefined while there is none. */
export function selectedModel(state: State): ModelOverview | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.rows) : undefined;
}

const readOverview = { run: 'loadOverview', input: {} } as const;
const readDeployments = { run: 'loadDeployments', input: {} } as const;

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showOverview(state: State, overview: RegistryOverview, context: Context): State {
  if (state.at === 'shown' && overview.index.readAt < state.overview.index.readAt) return state;
  const before = state.at === 'shown' ? state : { rows: [], list: createList(0) };
  return applyFilter({ ...before, at: 'shown', filter: state.filter, overview }, context);
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  if (state.at !== 'shown') return [{ at: 'failed', filter: state.filter, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

/** The state with the rows that fit its filter, the cursor on the same model as before where it is among them. */
function applyFilter(state: State, context: Context): State {
  if (state.at !== 'shown') return state;
  const selected = selectedModel(state)?.status.index.model;
  const rows = state.overview.models.filter(model => fitsFilter(model, state.filter));
  const row = rows.findIndex(model => model.status.index.model === selected);
  const resized = resizeList(state.list, rows.length);
  const list = placeCursor(resized, Math.max(0, row), layoutOf(state, context).listRows);
  return { ...state, rows, list };
}

/** A text the name, the state or the aliases contain; one that starts with `!` must not be contained. */
function fitsFilter(model: ModelOverview, filter: string): boolean {
  const inverse = filter.startsWith('!');
  const wanted = filter.slice(inverse ? 1 : 0).toLowerCase();
  if (wanted === '') return true;
  const { status } = model;
  const texts = [
    status.index.model,
    wordOfModel(status).text,
    ...liveAliases(status).map(live => `${live.alias} ${live.version}`),
  ];
  return texts.some(text => text.toLowerCase().includes(wanted)) !== inverse;
}

function routeTo(destination: Destination, model: string | undefined): ConsoleRoute | undefined {
  switch (destination) {
    case 'sync':
    case 'registries':
    case 'activity':
    case 'deployments':
      return { screen: destination };
    default:
      return model === undefined ? undefined : routeOfModel(destination, model);
  }
}

function routeOfModel(
  destination: Exclude<Destination, 'sync' | 'registries' | 'activity' | 'deployments'>,
  model: string,
): ConsoleRoute {
  switch (destination) {
    case 'versions':
    case 'history':
      return { screen: destination, model };
    case 'rollback':
    case 'promote':
      return { screen: destination, model, version: undefined };
    case 'deploy':
      return { screen: 'deploy', wanted: { from: 'version', model, version: undefined } };
    case 'trend':
      return { screen: 'trend', model, metric: undefined };
    case 'drift':
      return { screen: 'change', wanted: { change: 'drift', model } };
    default:
      return destination satisfies never;
  }
}

/** The header says READ-ONLY, and keys that write are off, where nothing may be written to what was read. */
function tellWritable({ unwritable }: RegistryIndex, context: Context): ConsoleNext<State>[1] {
  const reason = unwritable && `Nothing can be written: ${withoutFullStop(unwritable.problem)}.`;
  return reason === context.unwritable ? [] : [{ do: 'changeSurroundings', changes: { unwritable: reason } }];
}
