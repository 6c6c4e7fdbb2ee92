import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import { metricGateOf } from '../gate/metric-thresholds.ts';
import { listSpans } from '../history/model-history.ts';
import { getVersion } from '../plan/find-version.ts';
import type { Plan } from '../plan/plan.ts';
import { planRollback } from '../plan/plan-rollback.ts';
import { warnOfLostRecords } from '../registry/history-problem.ts';
import {
  chooseLastGood,
  choosePrevious,
  findLastGoodToCome,
  type LastGoodToCome,
  listGoneSince,
  type PreviousVersion,
} from '../rollback/choose-target.ts';
import { type KnownDigests, type RollbackCandidate, rankRollbackTargets } from '../rollback/rank-targets.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { planningOf } from './planning-of.ts';
import type { Session } from './session.ts';

/** Where a rollback could go, best first, with what `--last-good` and `--previous` would take. */
export type RollbackChoices = {
  readonly loaded: LoadedVersions;
  readonly alias: string;
  /** undefined when nothing is live under the alias. */
  readonly live: string | undefined;
  readonly candidates: readonly RollbackCandidate[];
  /** undefined when nothing is proven good, and while that is not known. */
  readonly lastGood: RollbackCandidate | undefined;
  /** What `lastGood` waits for; undefined when it is known. */
  readonly toCome: LastGoodToCome | undefined;
  readonly previous: PreviousVersion | undefined;
};

/** How the target of a rollback is named. */
export type TargetChoice =
  | { readonly by: 'version'; readonly version: string }
  | { readonly by: 'previous' }
  | { readonly by: 'last-good' };

/** Ranks where an alias can go back to. @throws NotFoundError model-not-found, registry-not-found */
export async function loadRollbackChoices(
  session: Session,
  model: string,
  alias: string,
  digests: KnownDigests,
  signal?: AbortSignal,
): Promise<RollbackChoices> {
  const loaded = await loadVersions(session, model, 'everything', signal);
  const { policy } = metricGateOf(alias, loaded.policies.get(alias));
  const candidates = rankRollbackTargets(
    loaded.status,
    alias,
    loaded.versions,
    digests,
    session.now(),
    policy,
  );
  const toCome = findLastGoodToCome(loaded.status, candidates);
  return {
    loaded,
    alias,
    live: loaded.status.effective.aliases.get(alias)?.version ?? undefined,
    candidates,
    lastGood: toCome === undefined ? chooseLastGood(candidates) : undefined,
    toCome,
    previous: choosePrevious(loaded.status, alias),
  };
}

/**
 * The version a choice means. Pure.
 * @throws NotFoundError nothing-proven, no-previous-version, version-not-found; InvalidInputError invalid-name
 */
export function getTargetVersion(choices: RollbackChoices, choice: TargetChoice): string {
  const { model } = choices.loaded.status.index;
  switch (choice.by) {
    case 'version':
      return getVersion(choices.loaded.status.index, choice.version).version;
    case 'previous': {
      if (choices.previous) return choices.previous.version;
      throw new NotFoundError(
        'no-previous-version',
        [`${model} has no earlier version to go back to.`, ...explainNone(choices)].join(' '),
      );
    }
    case 'last-good': {
      const already = findRestored(choices);
      if (already !== undefined) return already;
      if (choices.lastGood) return choices.lastGood.version;
      throw new NotFoundError(
        'nothing-proven',
        [`No earlier version of ${model} is proven good.`, ...explainNone(choices)].join(' '),
      );
    }
    default:
      return choice satisfies never;
  }
}

/** Why there may be none though there was one. */
function explainNone({ loaded: { status }, alias }: RollbackChoices): readonly string[] {
  const lost = warnOfLostRecords(status);
  const gone = listGoneSince(status, alias, undefined);
  return [
    ...(gone.length === 0 ? [] : [`Not in the registry any more: ${gone.join(', ')}.`]),
    ...(lost === undefined ? [] : [lost]),
  ];
}

/**
 * The proven version that a rollback has made live already: it is the last good one. A retry of the same command must not go
 * one further back and put a hold on it.
 */
function findRestored({ loaded, alias }: RollbackChoices): string | undefined {
  const { effective } = loaded.status;
  const position = effective.aliases.get(alias);
  if (position?.action !== 'rollback' || position.version === null) return undefined;
  const times = listSpans(effective, alias).filter(span => span.version === position.version).length;
  return times > 1 ? position.version : undefined;
}

/** Plans the rollback to a version of the choices. A digest that was checked meanwhile is in `digests`. Pure but for the operation id. */
export function prepareRollback(
  session: Session,
  choices: RollbackChoices,
  request: {
    readonly version: string;
    readonly reason: string;
    readonly digests: KnownDigests;
    readonly holdLeft: 'hold' | 'no-hold';
  },
): Plan {
  const { loaded, alias } = choices;
  const planning = planningOf(session, loaded);
  const candidates = rankRollbackTargets(
    loaded.status,
    alias,
    loaded.versions,
    request.digests,
    planning.now,
    metricGateOf(alias, loaded.policies.get(alias)).policy,
  );
  const target = candidates.find(candidate => candidate.version === request.version);
  if (target === undefined && request.version !== choices.live) {
    throw new InvalidInputError(
      'invalid-name',
      `${request.version} is not among the versions to go back to.`,
    );
  }
  const version = loaded.versions.find(each => each.version === request.version);
  const measured = version?.whole === 'complete' ? version.record.metrics : undefined;
  const { reason, holdLeft } = request;
  return planRollback(planning, { alias, target, measured, reason, holdLeft });
}
