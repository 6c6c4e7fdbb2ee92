import type { AppError } from '../../../core/errors/app-error.ts';
import { chooseGateAlias } from '../../../core/gate/gate-aliases.ts';
import { findAnyLiveVersion } from '../../../core/plan/find-version.ts';
import type { Verification } from '../../../core/ports/registry.ts';
import type { Version } from '../../../core/registry/version.ts';
import type { Endpoints } from '../../../core/serving/endpoint.ts';
import type { LoadedLineage } from '../../../core/session/load-lineage.ts';
import type { LoadedModel } from '../../../core/session/load-model.ts';
import type { VersionWeights } from '../../../core/session/load-weights.ts';
import { clampScroll, moveScroll } from '../../components/scrolled-lines.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, WorkDone } from '../../console/operations.ts';
import type { ConsoleRoute, RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { bodyRows, linesOfVersion } from './version-lines.ts';

type Base = {
  /** As named by the route: perhaps typed. */
  readonly model: string;
  readonly version: string;
  /** Where it comes from: read beside the version, since the records of all models are needed for it. */
  readonly origins: OriginsReading;
  /** What the headers of its weights say: read beside the version, for the files may be slow. */
  readonly weights: WeightsState;
  /** What serves it: asked whether it answers only when the files are checked. */
  readonly endpoints: EndpointsState;
};

/** One version, all that is known of it. */
export type State = Base &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  readonly loaded: LoadedModel;
  readonly found: Version;
  readonly check: FilesCheck;
  /** First line of the body that is seen. */
  readonly scroll: number;
};

/** The state in which there is a version to look at. */
export type ShownState = Base & Shown;

/** How far the reading of where the version comes from is. */
export type OriginsReading =
  | { readonly at: 'reading' }
  | { readonly at: 'known'; readonly loaded: LoadedLineage }
  | { readonly at: 'failed'; readonly error: AppError };

/** How far the reading of the headers of its weights is. */
export type WeightsState =
  | { readonly at: 'reading' }
  | { readonly at: 'known'; readonly headers: readonly VersionWeights[] }
  | { readonly at: 'failed'; readonly error: AppError };

/** How far the reading of its endpoints is. `asking`: they are known, and are being asked. */
export type EndpointsState =
  | { readonly at: 'not-read' }
  | { readonly at: 'asking' | 'known'; readonly found: Endpoints }
  | { readonly at: 'failed'; readonly error: AppError };

/** How far the comparison of the files with their records is. */
export type FilesCheck =
  | { readonly at: 'not-asked' }
  | { readonly at: 'running'; readonly work: WorkDone | undefined }
  | { readonly at: 'done'; readonly verification: Verification }
  | { readonly at: 'failed'; readonly error: AppError };

/** Where a key of this screen leads. */
type Destination =
  | 'trend'
  | 'lineage'
  | 'gate'
  | 'diff'
  | 'rollback'
  | 'promote'
  | 'deploy'
  | 'hold'
  | 'release'
  | 'history';

export type Message =
  | Answers<ConsoleOperations, 'loadVersion'>
  | Answers<ConsoleOperations, 'verifyVersion'>
  | Answers<ConsoleOperations, 'loadLineage'>
  | Answers<ConsoleOperations, 'loadWeights'>
  | Answers<ConsoleOperations, 'loadEndpoints'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'verification-asked' }
  | { readonly type: 'screen-asked'; readonly screen: Destination };

/** Starts to read the version. */
export function open({ model, version }: RouteTo<'version'>): ConsoleNext<State> {
  const reading = {
    origins: { at: 'reading' },
    weights: { at: 'reading' },
    endpoints: { at: 'not-read' },
  } as const;
  return [{ at: 'loading', model, version, ...reading }, readVersion({ model, version })];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadVersion/done':
      return [showVersion(state, message.value, context), []];
    case 'loadVersion/failed':
      return failToRead(state, message.error);
    case 'loadLineage/done':
      return [keepScroll({ ...state, origins: { at: 'known', loaded: message.value } }, context), []];
    case 'loadLineage/failed':
      return [{ ...state, origins: { at: 'failed', error: message.error } }, []];
    case 'loadWeights/done':
      return [keepScroll({ ...state, weights: { at: 'known', headers: message.value } }, context), []];
    case 'loadWeights/failed':
      return [{ ...state, weights: { at: 'failed', error: message.error } }, []];
    case 'loadEndpoints/done':
      return [keepScroll({ ...state, endpoints: { at: 'known', found: message.value } }, context), []];
    case 'loadEndpoints/failed':
      return [{ ...state, endpoints: { at: 'failed', error: message.error } }, []];
    case 'loadEndpoints/progress':
    case 'loadWeights/progress':
    case 'loadLineage/progress':
    case 'loadVersion/progress':
      return [state, []];
    case 'verifyVersion/progress':
    case 'verifyVersion/done':
    case 'verifyVersion/failed':
      return [followCheck(state, message), []];
    case 'moved':
      return [scrollBy(state, message.move, context), []];
    case 'refresh-asked':
      return [state.at === 'failed' ? { ...baseOf(state), at: 'loading' } : state, readVersion(state)];
    case 'verification-asked':
      if (state.at !== 'shown' || state.check.at === 'running') return [state, []];
      return checkFilesAndEndpoints(state);
    case 'screen-asked': {
      const route = routeTo(message.screen, state);
      return [state, route === undefined ? [] : [{ do: 'openRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

function readVersion({ model, version }: Pick<Base, 'model' | 'version'>): ConsoleNext<State>[1] {
  return [
    { run: 'loadVersion', input: { model, version } },
    { run: 'loadLineage', input: { model } },
    { run: 'loadWeights', input: { model, version } },
    { run: 'loadEndpoints', input: { model, version, asking: 'list' } },
  ];
}

/** Nobody is asked over the network before somebody wants that. */
function checkFilesAndEndpoints(state: ShownState): ConsoleNext<State> {
  const { model, version } = state.found;
  const { endpoints } = state;
  const isNamed = endpoints.at === 'known' && endpoints.found.answers.length > 0;
  const asked: State = isNamed ? { ...state, endpoints: { ...endpoints, at: 'asking' } } : state;
  return [
    { ...asked, check: { at: 'running', work: undefined } },
    [
      { run: 'verifyVersion', input: { model, version } },
      ...(isNamed ? [{ run: 'loadEndpoints', input: { model, version, asking: 'ask' } } as const] : []),
    ],
  ];
}

function baseOf({ model, version, origins, weights, endpoints }: State): Base {
  return { model, version, origins, weights, endpoints };
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showVersion(
  state: State,
  { loaded, version: found }: ConsoleOperations['loadVersion']['value'],
  context: Context,
): State {
  const base = { ...baseOf(state), at: 'shown', loaded, found } as const;
  if (state.at !== 'shown') return { ...base, check: { at: 'not-asked' }, scroll: 0 };
  if (loaded.index.readAt < state.loaded.index.readAt) return state;
  return keepScroll({ ...base, check: state.check, scroll: state.scroll }, context);
}

/** The same, never scrolled past its last line. */
function keepScroll(state: State, context: Context): State {
  if (state.at !== 'shown') return state;
  const count = linesOfVersion(state, context).length;
  return { ...state, scroll: clampScroll(state.scroll, count, bodyRows(context.size)) };
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  if (state.at !== 'shown') return [{ ...baseOf(state), at: 'failed', error }, []];
  return [state, [tellNotRefreshed(error)]];
}

function followCheck(state: State, message: Answers<ConsoleOperations, 'verifyVersion'>): State {
  if (state.at !== 'shown' || message.input.version !== state.found.version) return state;
  switch (message.type) {
    case 'verifyVersion/progress':
      return state.check.at === 'running'
        ? { ...state, check: { at: 'running', work: message.progress } }
        : state;
    case 'verifyVersion/done':
      return { ...state, check: { at: 'done', verification: message.value } };
    case 'verifyVersion/failed':
      return { ...state, check: { at: 'failed', error: message.error } };
    default:
      return message satisfies never;
  }
}

function scrollBy(state: State, move: ListMove, context: Context): State {
  if (state.at !== 'shown') return state;
  const count = linesOfVersion(state, context).length;
  return { ...state, scroll: moveScroll(state.scroll, move, count, bodyRows(context.size)) };
}

function routeTo(destination: Destination, state: State): ConsoleRoute | undefined {
  if (state.at !== 'shown') return undefined;
  const { model, version } = state.found;
  switch (destination) {
    case 'trend':
      return { screen: 'trend', model, metric: undefined, version };
    case 'diff': {
      const live = findAnyLiveVersion(state.loaded.status);
      return live === undefined ? undefined : { screen: 'diff', model, before: live, after: version };
    }
    case 'lineage':
    case 'rollback':
    case 'promote':
      return { screen: destination, model, version };
    case 'deploy':
      return { screen: 'deploy', wanted: { from: 'version', model, version } };
    case 'gate': {
      const { status, policies } = state.loaded;
      return { screen: 'gate', model, version, alias: chooseGateAlias(status, policies, version) };
    }
    case 'hold':
    case 'release':
      return { screen: 'change', wanted: { change: destination, model, version } };
    case 'history':
      return { screen: 'history', model };
    default:
      return destination satisfies never;
  }
}
