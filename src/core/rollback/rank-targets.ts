import { compareMetrics, type MetricChange } from '../diff/compare-metrics.ts';
import type { Policy } from '../gate/policy.ts';
import type { DigestCheck, GateRecord } from '../history/entry.ts';
import {
  type Hold,
  type LiveSpan,
  listSpans,
  type ModelHistory,
  wasTakenBack,
} from '../history/fold-history.ts';
import { compareVersionNames } from '../names/version-name.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version } from '../registry/version.ts';
import { wordOfWholeness } from '../registry/wholeness-words.ts';

/** How good a version is as a place to go back to, best first. */
export const standings = ['proven', 'unproven', 'taken-back', 'unusable'] as const;
/**
 * `proven`: was live and was not rolled back. `unproven`: whole, but was never live here. `taken-back`: was rolled back.
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
  readonly gateThen: GateRecord | undefined;
  readonly hold: Hold | undefined;
  readonly digest: DigestCheck | 'contradicted' | 'not-checked';
  /** How it relates to the version it would replace. */
  readonly relation: 'parent' | 'child' | 'unrelated' | 'unknown';
  /** What going there changes, now → then, and whether it crosses what the gate demands. */
  readonly changes: readonly MetricChange[];
  /** Why it cannot be chosen at all; undefined when it can. */
  readonly refusal: string | undefined;
};

/** What has been found out about digests so far, by version. */
export type KnownDigests = ReadonlyMap<string, RollbackCandidate['digest']>;

/**
 * Versions other than the one live now, best place to go back to first: proven ones by how recently they were live, then
 * unproven ones by version order, then those taken back, then those that cannot be used. Pure.
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
  return versions
    .filter(version => version.version !== live)
    .map(version => {
      const candidate = judgeCandidate(status.effective, alias, version, current, digests, now, policy);
      const indexed = status.index.versions.find(each => each.version === version.version);
      const problem = indexed?.disagreement?.problem;
      return problem === undefined || candidate.refusal === 'archived'
        ? candidate
        : { ...candidate, standing: 'unusable' as const, refusal: problem.split(':')[0] };
    })
    .sort(compareCandidates);
}

function judgeCandidate(
  history: ModelHistory,
  alias: string,
  version: Version,
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
  const refusal =
    history.states.get(version.version) === 'archived'
      ? 'archived'
      : findRefusal(version, hold, digest, newer && !wasLive ? current.version : undefined);
  return {
    version: version.version,
    standing: judgeStanding(refusal, wasLive, wasTakenBack(history, alias, version.version)),
    liveForMs: spans.reduce((sum, span) => sum + lengthOf(span, now), 0),
    lastLiveAt: last === undefined ? undefined : (last.end?.at ?? now),
    gateThen: last?.gate,
    hold,
    digest,
    relation: relate(version, current),
    changes: compareMetrics(metricsOf(current), metricsOf(version), policy),
    refusal,
  };
}

function findRefusal(
  version: Version,
  hold: Hold | undefined,
  digest: RollbackCandidate['digest'],
  newerThan: string | undefined,
): string | undefined {
  if (version.whole === 'incomplete') return wordOfWholeness(version);
  if (version.whole === 'damaged') return `damaged: ${version.problem}`;
  if (digest === 'contradicted') return 'digest differs';
  if (hold) return `held by ${hold.actor}`;
  return newerThan === undefined ? undefined : `newer than ${newerThan} and never live: promote it`;
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
  const byRecency = (other.lastLiveAt ?? '').localeCompare(one.lastLiveAt ?? '');
  return byRecency !== 0 ? byRecency : compareVersionNames(other.version, one.version);
}
