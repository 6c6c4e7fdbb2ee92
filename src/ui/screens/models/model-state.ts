import type { AliasPosition } from '../../../core/history/model-history.ts';
import type { Concern, ModelStatus } from '../../../core/registry/model-status.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Segment, toned } from '../../components/line.tsx';

/** An alias with something live under it. */
export type LiveAlias = {
  readonly alias: string;
  readonly version: string;
  readonly position: AliasPosition;
};

/** The aliases with something live, the usual one first, then by name. Pure. */
export function liveAliases(status: ModelStatus): readonly LiveAlias[] {
  const live = [...status.effective.aliases].flatMap(([alias, position]): readonly LiveAlias[] =>
    position.version === null ? [] : [{ alias, version: position.version, position }],
  );
  const rank = ({ alias }: LiveAlias): string => (alias === status.usualAlias ? '' : alias);
  return live.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

/** Whether another program moved a pointer and nobody has decided about it. Pure. */
export function hasDrifted(status: ModelStatus): boolean {
  return status.mismatches.some(mismatch => mismatch.cause === 'drift');
}

/** The state of a model in a word; capitals need a look. Pure. */
export function wordOfModel(status: ModelStatus): Segment {
  const [worst] = status.concerns;
  if (worst) return toned(worst.severity === 'critical' ? 'bad' : 'warning', wordOfConcern(worst, status));
  if (liveAliases(status).length > 0) return toned('good', 'ok');
  return toned('muted', status.index.isArriving ? 'arriving' : 'not live');
}

/** What is wrong as a sentence, and what to do about it, naming keys of this screen; a command stands in a line of its own. Pure. */
export function explainConcern(
  concern: Concern,
  status: ModelStatus,
): { readonly what: string; readonly advice: readonly string[] } {
  const message = makeSafeText(concern.message);
  const what = `${sentenceStarts[concern.kind] ?? ''}${message}.`;
  return { what, advice: adviceFor(concern, status) };
}

const sentenceStarts: Partial<Readonly<Record<Concern['kind'], string>>> = {
  'history-damaged': 'Its ',
  'no-history': 'There is ',
  'cut-off': 'An operation is ',
};

function wordOfConcern({ kind }: Concern, status: ModelStatus): string {
  switch (kind) {
    case 'history-damaged':
      return status.leads === 'registry' ? 'RECORD' : 'DAMAGED';
    case 'pointer-blocked':
    case 'dangling':
      return 'DAMAGED';
    case 'no-history':
      return 'NO HISTORY';
    case 'drift':
      return 'DRIFT';
    case 'news':
      return 'MOVED';
    case 'namesake':
      return 'ALIAS';
    case 'held':
      return 'HELD';
    case 'cut-off':
    case 'stale-pointer':
      return 'UNFINISHED';
    case 'live-damaged':
      return isLiveIncomplete(status) ? 'INCOMPLETE' : 'DAMAGED';
    default:
      return kind satisfies never;
  }
}

/** True when what is live is there without its metadata; false when it is not there at all. */
function isLiveIncomplete(status: ModelStatus): boolean {
  const live = new Set(liveAliases(status).map(each => each.version));
  return status.index.versions.some(({ version, whole }) => whole === 'incomplete' && live.has(version));
}

function adviceFor(concern: Concern, status: ModelStatus): readonly string[] {
  switch (concern.kind) {
    case 'news':
      return ['Another program moved it, as it may here. The next write puts that on record.'];
    case 'history-damaged':
      if (status.leads === 'registry')
        return ['What is live is as the server says: only the record of who moved it is not whole.'];
      // One that is whole by itself is only not the bucket's.
      return status.chain.verdict === 'intact'
        ? ['Press s to see what the bucket has.']
        : [
            'Nothing is written to this model until it is repaired.',
            'What can be done says, in a shell: lastgood doctor',
          ];
    case 'no-history':
      return [
        'If it was lost, restore .lastgood/history from a backup.',
        'Else the next write records what stands, and goes on from there.',
      ];
    case 'pointer-blocked':
      return ['Nothing is written to this model until that is moved away by hand.'];
    case 'dangling':
      return ['Nothing is live there. Press P to promote a version.'];
    case 'drift':
      if (concern.hint !== undefined) return [concern.hint];
      return status.severalHolders.length > 0
        ? ['Nobody has decided which is live. Press A to decide, or P to promote another.']
        : ['Another program moved it. Press A to keep it or to put it back.'];
    case 'cut-off':
      return [
        'It is still running, or was cut off: then the next write finishes it, or in a shell lastgood doctor.',
      ];
    case 'stale-pointer':
      return ['The next write puts it right; so does lastgood doctor, in a shell.'];
    case 'live-damaged':
      return ['Press R to roll back to a version that is whole.'];
    case 'namesake':
      return ['By that name the stage is meant here. The alias is moved with MLflow itself.'];
    case 'held':
      return concern.severity === 'critical'
        ? ['Press R to roll back, or enter, then L, to release it.']
        : ['Nothing is promoted until it is released.', `To release it type :release ${status.index.model}`];
    default:
      return concern.kind satisfies never;
  }
}
