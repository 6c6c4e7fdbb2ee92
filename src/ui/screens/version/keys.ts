import { findAnyLiveVersion, findLiveVersion } from '../../../core/plan/find-version.ts';
import { findState } from '../../../core/registry/version-state.ts';
import { describeUnusable } from '../../../core/registry/wholeness-words.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import type { Message, ShownState, State } from './update.ts';

const words = {
  loading: 'The version is still being read.',
  failed: 'The version could not be read; r tries again.',
};

/** The keys of the version screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['v'],
    label: 'Verify',
    message: { type: 'verification-asked' },
    disabled: whenShown(({ check }) =>
      check.at === 'running' ? 'The files are being checked already.' : undefined,
    ),
  },
  {
    keys: ['d'],
    label: 'Diff against live',
    message: { type: 'screen-asked', screen: 'diff' },
    disabled: whenShown(reasonNoDiff),
  },
  {
    keys: ['e'],
    label: 'Gate',
    message: { type: 'screen-asked', screen: 'gate' },
    disabled: whenShown(() => undefined),
  },
  {
    keys: ['t'],
    label: 'Trend',
    message: { type: 'screen-asked', screen: 'trend' },
    disabled: whenShown(() => undefined),
  },
  {
    keys: ['l'],
    label: 'Lineage',
    message: { type: 'screen-asked', screen: 'lineage' },
    disabled: whenShown(() => undefined),
  },
  {
    keys: ['R'],
    label: 'Roll back to',
    message: { type: 'screen-asked', screen: 'rollback' },
    disabled: unlessChangeable(state => reasonIsLive(state) ?? reasonNotToGoLive(state)),
  },
  {
    keys: ['P'],
    label: 'Promote',
    message: { type: 'screen-asked', screen: 'promote' },
    disabled: unlessChangeable(reasonNotToGoLive),
  },
  {
    keys: ['D'],
    label: 'Deploy',
    message: { type: 'screen-asked', screen: 'deploy' },
    disabled: unlessChangeable(reasonNotToGoLive),
  },
  {
    keys: ['H'],
    label: 'Hold',
    message: { type: 'screen-asked', screen: 'hold' },
    disabled: unlessChangeable(state =>
      holdOf(state) ? `${state.found.version} is held already.` : undefined,
    ),
  },
  {
    keys: ['L'],
    label: 'Release',
    message: { type: 'screen-asked', screen: 'release' },
    disabled: unlessChangeable(state => (holdOf(state) ? undefined : `${state.found.version} is not held.`)),
  },
  {
    keys: ['h'],
    label: 'History',
    message: { type: 'screen-asked', screen: 'history' },
    disabled: whenShown(() => undefined),
  },
];

function unlessChangeable(
  reason: (state: ShownState) => string | undefined,
): (state: State, context: Context) => string | undefined {
  const ofState = whenShown(reason);
  return (state, context) => reasonNotToWrite(context) ?? ofState(state);
}

function holdOf({ loaded, found }: ShownState) {
  return loaded.status.effective.versionHolds.get(found.version);
}

function reasonNoDiff(state: ShownState): string | undefined {
  const live = findAnyLiveVersion(state.loaded.status);
  if (live === undefined)
    return state.loaded.status.index.isArriving
      ? 'What is live is not known yet: the list is still being read.'
      : 'Nothing is live to compare with.';
  return live === state.found.version ? `${live} is what is live.` : undefined;
}

/** A rollback is of the usual alias. */
function reasonIsLive({ loaded, found }: ShownState): string | undefined {
  return findLiveVersion(loaded.status, loaded.status.usualAlias) === found.version
    ? `${found.version} is live already.`
    : undefined;
}

/** Only what can be told here; the wizard judges the rest. */
function reasonNotToGoLive(state: ShownState): string | undefined {
  const { version } = state.found;
  const unusable = describeUnusable(state.found);
  if (unusable !== undefined) return `${version} ${unusable}.`;
  const hold = holdOf(state);
  if (hold) return `${version} is held by ${makeSafeText(hold.actor)}; L releases it.`;
  const { status } = state.loaded;
  const isOut = status.leads === 'history' && findState(status, version) === 'archived';
  return isOut ? `${version} is archived.` : undefined;
}

function whenShown(reason: (state: ShownState) => string | undefined): (state: State) => string | undefined {
  return unlessShown<State>(words, reason);
}
