import { compareMetrics, type MetricChange } from '../diff/compare-metrics.ts';
import type { Policy } from '../gate/policy.ts';
import type { DigestCheck, GateRecord, VersionState } from '../history/entry.ts';
import { type Hold, type LiveSpan, listSpans, wasTakenBack } from '../history/model-history.ts';
import { compareVersionNames } from '../names/version-name.ts';
import { whyNotDeployable } from '../plan/version-states.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version } from '../registry/version.ts';
import { listStates } from '../registry/version-state.ts';
import { wordOfWholeness } from '../registry/wholeness-words.ts';

/** How good a version is as a place to go back to, best first. */
export const standings = ['proven', 'unproven', 'taken-back', 'unusable'] as const;
/**
 * `proven`: was live and was not rolled back. `unproven`: whole, but by the history it was never live here. `taken-back`: was rolled back.
 * `unusable`: incomplete, damaged, held, archived, or its digest is contradicted.
 */
export type Standing = (typeof standings)[number];

/** A version one could go back to, with the evidence for and against it. */
export type RollbackCandidate = {
  readonly version: string;
  readonly standing: Standing;
  /** How long it was live under the alias in all, in milliseconds. 0 when it never was or nobody knows. */
  readonly liveForMs: number;
  /** ISO 8601 UTC; undefined when it never was live. */
  readonly lastLiveAt: string | undefined;
  /** ISO 8601 UTC: when the registry's own file says it went live, where the history knows of no such time. */
  readonly saidLiveAt: string | undefined;
  readonly gateThen: GateRecord | undefined;
  readonly hold: Hold | undefined;
  readonly digest: DigestCheck | 'contradicted' | 'absent' | 'not-checked';
  /** How it relates to the version it would replace. */
  readonly relation: 'parent' | 'child' | 'unrelated' | 'unknown';
  /** What going there changes, now → then, and whether it crosses what the gate demands. */
  readonly changes: readonly MetricChange[];
  /** Why it cannot be chosen at all, or not yet: `arriving` says nothing against its standing. Undefined when it can. */
  readonly refusal: string | undefined;
};

/** What has been found out about digests so far, by version. */
export type KnownDigests = ReadonlyMap<string, RollbackCandidate['digest']>;

/**
 * Versions other than the one live now, best place to go back to first: proven ones by how recently they were live, then
 * unproven ones by version order, then those taken back, then those that cannot be used. One whose record is on its way has the place it
 * will have when that is here, unless the record proves unreadable. Pure.
 * @param versions the model's versions with their records, in any order
 * @param policy of the alias: the changes say whether they cross what it demands
 */
export function rankRollbackTargets(
  status: ModelStatus,
  alias: string,
  versions: readonly Version[],
  digests: KnownDigests,
  now: string,
  policy?: Policy,
): readonly RollbackCandidate[] {
  const live = status.effective.aliases.get(alias)?.version ?? undefined;
  const current = versions.find(version => version.version === live);
  const states = listStates(status);
  const indexedByName = new Map(status.index.versions.map(each => [each.version, each] as const));
  return versions
    .filter(version => version.version !== live)
    .map(version => {
      const state = states.get(version.version) ?? 'completed';
      const indexed = indexedByName.get(version.version);
      const known = { version, state, saidLiveAt: indexed?.saidLiveAt };
      const candidate = judgeCandidate(status, alias, known, current, digests, now, policy);
      const problem = indexed?.disagreement?.problem;
      return problem === undefined || candidate.refusal === 'archived'
        ? candidate
        : { ...candidate, standing: 'unusable' as const, refusal: problem.split(':')[0] };
    })
    .sort(compareCandidates);
}

type Known = {
  readonly version: Version;
  readonly state: VersionState;
  readonly saidLiveAt: string | undefined;
};

function judgeCandidate(
  { effective: history, leads }: ModelStatus,
  alias: string,
  { version, state, saidLiveAt }: Known,
  current: Version | undefined,
  digests: KnownDigests,
  now: string,
  policy: Policy | undefined,
): RollbackCandidate {
  const spans = listSpans(history, alias).filter(span => span.version === version.version);
  const last = spans.at(-1);
  const hold = history.versionHolds.get(version.version);
  const digest = digests.get(version.version) ?? 'not-checked';
  const wasLive = spans.length > 0 || history.rolledBackBefore.has(version.version);
  const newer = current !== undefined && compareVersionNames(version.version, current.version) > 0;
  const lasting =
    whyNotDeployable(state, { leads }) ??
    findRefusal(
      version,
      hold,
      digest,
      newer && !wasLive && saidLiveAt === undefined ? current.version : undefined,
    );
  return {
    version: version.version,
    standing: judgeStanding(lasting, wasLive, wasTakenBack(history, alias, version.version)),
    liveForMs: spans.reduce((sum, span) => sum + lengthOf(span, now), 0),
    lastLiveAt: last === undefined ? undefined : (last.end?.at ?? now),
    saidLiveAt: wasLive ? undefined : saidLiveAt,
    gateThen: last?.gate,
    hold,
    digest,
    relation: relate(version, current),
    changes: compareMetrics(metricsOf(current), metricsOf(version), policy),
    refusal: lasting ?? (isArriving(version) ? wordOfWholeness(version) : undefined),
  };
}

/** What stands against a version as it is; a record that is on its way will stand against it no more. */
function findRefusal(
  version: Version,
  hold: Hold | undefined,
  digest: RollbackCandidate['digest'],
  newerThan: string | undefined,
): string | undefined {
  if (version.whole === 'incomplete' && !isArriving(version)) return wordOfWholeness(version);
  if (version.whole === 'damaged') return `damaged: ${version.problem}`;
  if (digest === 'contradicted') return 'digest differs';
  if (hold) return `held by ${hold.actor}`;
  return newerThan === undefined ? undefined : `newer than ${newerThan} and never live: promote it`;
}

function isArriving(version: Version): boolean {
  return wordOfWholeness(version) === 'arriving';
}

function judgeStanding(refusal: string | undefined, wasLive: boolean, takenBack: boolean): Standing {
  if (refusal !== undefined) return 'unusable';
  if (takenBack) return 'taken-back';
  return wasLive ? 'proven' : 'unproven';
}

function lengthOf(span: LiveSpan, now: string): number {
  const length = Date.parse(span.end?.at ?? now) - Date.parse(span.startedAt);
  return Number.isFinite(length) ? Math.max(0, length) : 0;
}

function metricsOf(version: Version | undefined): Readonly<Record<string, number>> {
  return version?.whole === 'complete' ? version.record.metrics : {};
}

function relate(version: Version, current: Version | undefined): RollbackCandidate['relation'] {
  if (version.whole !== 'complete' || current?.whole !== 'complete') return 'unknown';
  if (current.record.parent === version.version) return 'parent';
  return version.record.parent === current.version ? 'child' : 'unrelated';
}

function compareCandidates(one: RollbackCandidate, other: RollbackCandidate): number {
  const byStanding = standings.indexOf(one.standing) - standings.indexOf(other.standing);
  if (byStanding !== 0) return byStanding;
  const byRecency = lastOf(other).localeCompare(lastOf(one));
  return byRecency !== 0 ? byRecency : compareVersionNames(other.version, one.version);
}

function lastOf({ lastLiveAt, saidLiveAt }: RollbackCandidate): string {
  return lastLiveAt ?? saidLiveAt ?? '';
}
