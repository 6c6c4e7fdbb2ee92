import { whyNotDeployable } from '../../../core/plan/version-states.ts';
import type { Version } from '../../../core/registry/version.ts';
import { isLiveStage, versionStages } from '../../../core/registry/version-stage.ts';
import { findState } from '../../../core/registry/version-state.ts';
import { describeUnusable, wordOfWholeness } from '../../../core/registry/wholeness-words.ts';
import type { RollbackCandidate } from '../../../core/rollback/rank-targets.ts';
import { summariseForMove } from '../../../core/session/check-digest.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import { type ActMessage, reasonOf, startAct, updateAct } from '../../act/act.ts';
import { createList, moveList, selectedItem } from '../../components/windowed-list.ts';
import type { ConsoleNext, PromotionInput } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Context } from '../../runtime/screen.ts';
import { updateEvidence } from './evidence.ts';
import {
  type Acting,
  type AskingEvidence,
  type Base,
  isChosenState,
  type Message,
  type State,
} from './state.ts';

/** Aliases a choice can show. */
const maxAliases = 5;

/** Opens the wizard; with a version named, its row is selected. */
export function open(route: RouteTo<'promote'>): ConsoleNext<State> {
  const { model, version } = route;
  return [{ at: 'loading', model, wanted: version }, [{ run: 'loadVersions', input: { model } }]];
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadVersions/done':
      return showVersions(state, message.value);
    case 'loadVersions/failed':
      return [{ at: 'failed', model: state.model, wanted: state.wanted, error: message.error }, []];
    case 'loadVersions/progress':
    case 'verifyVersion/progress':
    case 'verifyVersion/failed':
    case 'planPromotion/progress':
    case 'loadGate/progress':
    case 'loadGate/failed':
    case 'planGate/progress':
    case 'planGate/failed':
      return [state, []];
    case 'moved':
      if (state.at === 'acting') return act(state, { type: 'review-scrolled', move: message.move }, context);
      return state.at === 'version'
        ? [{ ...state, touched: true, list: moveList(state.list, message.move, versionRows(context)) }, []]
        : [state, []];
    case 'version-chosen':
      return chooseVersion(state, context);
    case 'alias-chosen':
      return state.at === 'alias'
        ? startActing(state, state.loaded, state.version, message.alias)
        : [state, []];
    case 'version-reopened':
      return state.at === 'version'
        ? [state, []]
        : open({
            screen: 'promote',
            model: state.model,
            version: 'version' in state ? state.version : undefined,
          });
    case 'registry-changed':
      return reconsider(state);
    case 'verifyVersion/done':
      return keepDigest(state, message.input.version, summariseForMove(message.value));
    case 'loadGate/done':
      return [isOf(state, message.input) ? { ...state, gate: message.value } : state, []];
    case 'planGate/done':
      return isOf(state, message.input) && state.results === message.input.results
        ? [{ ...state, judged: message.value.report }, []]
        : [state, []];
    case 'evidence-asked':
    case 'evidence-edited':
    case 'evidence-given':
    case 'evidence-left':
    case 'override-asked':
    case 'override-left':
      return updateEvidence(state, message, (next, step) => act(next, step, context));
    case 'planPromotion/done':
      return isCurrent(state, message.input) ? showPlan(state, message, context) : [state, []];
    case 'planPromotion/failed':
      return isCurrent(state, message.input)
        ? act(state, { type: 'planning-failed', error: message.error }, context)
        : [state, []];
    default:
      return act(state, message, context);
  }
}

/** Rows of the list of versions. */
export function versionRows(context: Pick<Context, 'size'>): number {
  return Math.max(3, context.size.rows - 6);
}

/** The version under the cursor. */
export function selectedVersion(state: State): Version | undefined {
  return state.at === 'version' ? selectedItem(state.list, state.versions) : undefined;
}

/** The row that a person chose stays under the cursor; else that is on the newest version that may become live, or will when it is here. */
function showVersions(state: State, loaded: LoadedVersions): ConsoleNext<State> {
  if (state.at === 'acting' || state.at === 'alias' || state.at === 'evidence')
    return [{ ...state, loaded }, []];
  const versions = loaded.versions.toReversed();
  const { model, wanted } = state;
  const chosen = state.at === 'version' && state.touched ? selectedVersion(state)?.version : wanted;
  const chosenRow = versions.findIndex(({ version }) => version === chosen);
  const touched = chosenRow >= 0;
  const row = touched ? chosenRow : versions.findIndex(version => mayBePromoted(loaded.status, version));
  const list = createList(versions.length, Math.max(0, row));
  return [{ at: 'version', model, wanted, loaded, versions, list, touched }, []];
}

/** Why a version cannot become live, in words that follow its name; undefined when it can. Pure. */
export function reasonNotToPromote(status: LoadedVersions['status'], version: Version): string | undefined {
  return describeUnusable(version) ?? describeRefused(status, version);
}

function mayBePromoted(status: LoadedVersions['status'], version: Version): boolean {
  const isUsable = version.whole === 'complete' || wordOfWholeness(version) === 'arriving';
  return isUsable && describeRefused(status, version) === undefined;
}

/** What is on record against it. */
function describeRefused(status: LoadedVersions['status'], version: Version): string | undefined {
  const hold = status.effective.versionHolds.get(version.version);
  if (hold) return `is held by ${hold.actor}: ${hold.reason ?? 'no reason'}`;
  const why = whyNotDeployable(findState(status, version.version), status);
  return why === undefined ? undefined : `is ${why}`;
}

function chooseVersion(state: State, { capabilities }: Pick<Context, 'capabilities'>): ConsoleNext<State> {
  const version = selectedVersion(state);
  if (state.at !== 'version' || version === undefined) return [state, []];
  const { usualAlias, effective, leads } = state.loaded.status;
  const stages = leads === 'registry' && capabilities.stages ? versionStages.filter(isLiveStage) : [];
  const known = [...effective.aliases.keys(), ...stages];
  const aliases = [...new Set([usualAlias, ...known])].slice(0, maxAliases);
  if (aliases.length === 1) return startActing(state, state.loaded, version.version, usualAlias);
  const { model, wanted, loaded } = state;
  return [{ at: 'alias', model, wanted, loaded, version: version.version, aliases }, []];
}

function startActing(base: Base, loaded: LoadedVersions, version: string, alias: string): ConsoleNext<State> {
  const { model, wanted } = base;
  const chosen = { loaded, version, alias, digest: 'not-checked', act: startAct() } as const;
  const gate = { gate: undefined, results: undefined, judged: undefined, passing: 'as-bound' } as const;
  return [
    { at: 'acting', model, wanted, ...chosen, ...gate },
    [
      { run: 'verifyVersion', input: { model, version } },
      { run: 'loadGate', input: { model, version, alias } },
    ],
  ];
}

/** Whether an answer is about the version and alias that are chosen. */
function isOf(
  state: State,
  { version, alias }: { readonly version: string | undefined; readonly alias: string | undefined },
): state is Acting | AskingEvidence {
  return isChosenState(state) && state.version === version && state.alias === alias;
}

/** Somebody changed the registry: versions are read again, and a plan under review is made again so that it is never stale unseen. */
function reconsider(state: State): ConsoleNext<State> {
  const read = { run: 'loadVersions', input: { model: state.model } } as const;
  const reads = isChosenState(state) ? [read, askGate(state)] : [read];
  if (state.at !== 'acting' || state.act.at !== 'review') return [state, reads];
  return [state, [...reads, ...askPlan(state)(reasonOf(state.act))]];
}

function askGate({ model, version, alias }: Acting | AskingEvidence): ConsoleNext<State>[1][number] {
  return { run: 'loadGate', input: { model, version, alias } };
}

function askPlan(state: Acting): (reason: string) => ConsoleNext<State>[1] {
  const { model, version, alias, digest, results, passing: gate } = state;
  return reason => [
    { run: 'planPromotion', input: { model, version, alias, reason, digest, results, gate } },
  ];
}

function keepDigest(state: State, version: string, digest: RollbackCandidate['digest']): ConsoleNext<State> {
  if (!isChosenState(state) || state.version !== version) return [state, []];
  if (state.at === 'evidence') return [{ ...state, digest }, []];
  const checked: Acting = { ...state, digest };
  return checked.act.at === 'review' ? [checked, askPlan(checked)(reasonOf(checked.act))] : [checked, []];
}

function isCurrent(state: State, input: PromotionInput): boolean {
  return (
    state.at === 'acting' &&
    state.version === input.version &&
    state.alias === input.alias &&
    state.results === input.results &&
    state.passing === input.gate &&
    reasonOf(state.act) === input.reason
  );
}

/** Shows a plan. The check of the files may have ended while it was made: then it says less than is known, and is made again. */
function showPlan(
  state: State,
  made: Extract<Message, { readonly type: 'planPromotion/done' }>,
  context: Context,
): ConsoleNext<State> {
  const [next, effects] = act(state, { type: 'plan-made', plan: made.value }, context);
  if (next.at !== 'acting' || next.digest === made.input.digest) return [next, effects];
  return [next, [...effects, ...askPlan(next)(made.input.reason)]];
}

function act(state: State, message: ActMessage, context: Context): ConsoleNext<State> {
  if (state.at !== 'acting') return [state, []];
  const [next, effects] = updateAct(state.act, message, askPlan(state), context.size.rows);
  return [next === state.act ? state : { ...state, act: next }, effects];
}
