import type { GateRecord, HistoryEntry } from '../history/entry.ts';
import type { LiveSpan } from '../history/model-history.ts';
import type { ModelStatus } from '../registry/model-status.ts';

/** How a version was taken back. What nobody recorded is undefined. */
export type RolledBack = {
  /** ISO 8601 UTC. */
  readonly at: string | undefined;
  readonly actor: string | undefined;
  readonly reason: string | undefined;
};

/** What the history says became of a version, as one alias sees it. */
export type VersionFate = {
  /** Under any alias, in order of start. */
  readonly liveSpans: readonly LiveSpan[];
  readonly isLive: boolean;
  readonly rolledBack: RolledBack | undefined;
  readonly gate: Pick<GateRecord, 'verdict' | 'overridden'> | undefined;
};

/** The fates of all versions that the history speaks of, by version, found in one pass: there may be ten thousand. Pure. */
export function indexFates(status: ModelStatus, alias: string): ReadonlyMap<string, VersionFate> {
  const { spans, gates, rolledBackBefore, aliases } = status.effective;
  const spansOf = Map.groupBy(spans, span => span.version);
  const names = new Set([...spansOf.keys(), ...gates.keys(), ...rolledBackBefore]);
  const entryOf = new Map(status.index.entries.map(({ entry }) => [entry.operationId, entry]));
  const live = aliases.get(alias)?.version ?? undefined;
  return new Map(
    [...names].map((version): [string, VersionFate] => {
      const liveSpans = spansOf.get(version) ?? [];
      const last = liveSpans.findLast(span => span.alias === alias);
      const recorded = gates.get(version)?.get(alias);
      const fate = {
        liveSpans,
        isLive: version === live,
        rolledBack: findRollback(version, last),
        gate: gateOf(last) ?? (recorded && { verdict: recorded.verdict, overridden: false }),
      };
      return [version, fate];
    }),
  );

  function findRollback(version: string, last: LiveSpan | undefined): RolledBack | undefined {
    if (last === undefined)
      return rolledBackBefore.has(version) ? findForeignRollback(status, version) : undefined;
    if (!last.end?.takenBack) return undefined;
    const entry: HistoryEntry | undefined = entryOf.get(last.end.operationId);
    if (entry === undefined || entry.action === 'adopt') return findForeignRollback(status, version);
    return { at: entry.at, actor: entry.actor, reason: entry.reason ?? undefined };
  }
}

function gateOf(span: LiveSpan | undefined): VersionFate['gate'] {
  if (span === undefined || (span.gate.verdict === 'NONE' && !span.gate.overridden)) return undefined;
  return { verdict: span.gate.verdict, overridden: span.gate.overridden };
}

/** What another program recorded before lastgood kept the history; the newest where there are several. */
function findForeignRollback(status: ModelStatus, version: string): RolledBack {
  const facts = [
    ...status.index.entries.flatMap(({ entry }) => entry.facts),
    ...(status.adoption?.facts ?? []),
  ];
  const found = facts.findLast(fact => fact.kind === 'rolled-back-before' && fact.version === version);
  return found?.kind === 'rolled-back-before'
    ? { at: found.at, actor: found.actor, reason: found.reason }
    : { at: undefined, actor: undefined, reason: undefined };
}
