import { isTransitionAllowed } from '../../../core/plan/version-states.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import { describeUnusable } from '../../../core/registry/wholeness-words.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Binding, type Context, reasonNotToWrite } from '../../runtime/screen.ts';
import { unlessShown } from '../../runtime/unless-shown.ts';
import { chooseComparison } from './comparison.ts';
import { type Message, type State, selectedVersion } from './update.ts';
import type { VersionRow } from './version-table.ts';

const reasonNoVersion = unlessShown<State>(
  { loading: 'The versions are still being read.', failed: 'The versions could not be read; r tries again.' },
  ({ rows, filter }) => {
    if (rows.length > 0) return undefined;
    return filter === '' ? 'There is no version yet.' : 'No version fits the filter.';
  },
);

/** The keys of the versions screen. */
export const bindings: readonly Binding<State, Message>[] = [
  {
    keys: ['enter'],
    label: 'Detail',
    message: { type: 'screen-asked', screen: 'version' },
    disabled: reasonNoVersion,
  },
  { keys: ['space'], label: 'Mark', message: { type: 'mark-toggled' }, disabled: reasonNoVersion },
  { keys: ['d'], label: 'Diff', message: { type: 'screen-asked', screen: 'diff' }, disabled: reasonNoDiff },
  {
    keys: ['e'],
    label: 'Gate',
    message: { type: 'screen-asked', screen: 'gate' },
    disabled: reasonNoVersion,
  },
  {
    keys: ['t'],
    label: 'Trend',
    message: { type: 'screen-asked', screen: 'trend' },
    disabled: reasonNoVersion,
  },
  {
    keys: ['l'],
    label: 'Lineage',
    message: { type: 'screen-asked', screen: 'lineage' },
    disabled: reasonNoVersion,
  },
  {
    keys: ['R'],
    label: 'Roll back to',
    message: { type: 'screen-asked', screen: 'rollback' },
    disabled: unlessChangeable((row, status) => reasonIsLive(row, status) ?? reasonNotToGoLive(row, status)),
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
    disabled: unlessChangeable(row => (row.hold ? `${nameOf(row)} is held already.` : undefined)),
  },
  {
    keys: ['L'],
    label: 'Release',
    message: { type: 'screen-asked', screen: 'release' },
    disabled: unlessChangeable(row => (row.hold ? undefined : `${nameOf(row)} is not held.`)),
  },
  {
    keys: ['K'],
    label: 'Archive',
    message: { type: 'screen-asked', screen: 'archive' },
    disabled: unlessChangeable(reasonNotToArchive),
  },
  {
    keys: ['h'],
    label: 'History',
    message: { type: 'screen-asked', screen: 'history' },
    disabled: state => (state.at === 'shown' ? undefined : reasonNoVersion(state)),
  },
];

function unlessChangeable(
  reason: (row: VersionRow, status: ModelStatus) => string | undefined,
): (state: State, context: Context) => string | undefined {
  return (state, context) => {
    const row = selectedVersion(state);
    return (
      reasonNotToWrite(context) ??
      reasonNoVersion(state) ??
      reasonNotChosen(state) ??
      (row && state.at === 'shown' ? reason(row, state.loaded.status) : undefined)
    );
  };
}

/** While newer versions may be listed the row of a cursor that nobody moved is nobody's choice. */
function reasonNotChosen(state: State): string | undefined {
  return state.at === 'shown' && state.loaded.status.index.isArriving && !state.touched
    ? 'The list is still being read: wait, or choose a version with j and k.'
    : undefined;
}

function reasonNoDiff(state: State): string | undefined {
  if (state.at !== 'shown') return reasonNoVersion(state);
  const comparison = chooseComparison(state, selectedVersion(state)?.version.version);
  return 'reason' in comparison ? comparison.reason : undefined;
}

/** Only what can be told from the row; the wizard judges the rest. */
function reasonNotToGoLive(row: VersionRow, { leads }: ModelStatus): string | undefined {
  const name = nameOf(row);
  const unusable = describeUnusable(row.version);
  if (unusable !== undefined) return `${name} ${unusable}.`;
  if (row.hold) return `${name} is held by ${makeSafeText(row.hold.actor)}; L releases it.`;
  return leads === 'history' && row.state === 'archived' ? `${name} is archived.` : undefined;
}

/** A rollback is of the usual alias. */
function reasonIsLive(row: VersionRow, { usualAlias }: ModelStatus): string | undefined {
  return row.aliases.includes(usualAlias) ? `${nameOf(row)} is live already.` : undefined;
}

function reasonNotToArchive(row: VersionRow): string | undefined {
  const name = nameOf(row);
  const [alias] = row.aliases;
  if (alias !== undefined) return `${name} is live under ${alias}.`;
  if (row.hold) return `${name} is held; L releases it.`;
  if (row.state === 'archived') return `${name} is archived already.`;
  return isTransitionAllowed(row.state, 'archived') ? undefined : `${name} is ${row.state}.`;
}

function nameOf(row: VersionRow): string {
  return row.version.version;
}
