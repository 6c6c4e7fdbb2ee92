import { type EarlierSource, listEarlierSources, mergeEarlierSources } from '../gate/earlier-source.ts';
import { findLostFiles, type LostFile, listUnboundSince } from '../gate/own-ground.ts';
import type { Policy } from '../gate/policy.ts';
import type { GateReportReading, ReadOptions, VersionBinding } from '../ports/registry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { loadEarlierVerdicts } from './earlier-verdicts.ts';
import type { Session } from './session.ts';

/** What verdicts on record for a version stood on, held against what there is now. */
export type EarlierGround = {
  readonly sources: readonly EarlierSource[];
  readonly lost: readonly LostFile[];
};

/**
 * What a new verdict on a version may not do without: evidence by source, and the version's own files, weights too. Files of another
 * machine are not missed on this one. Nothing large is read for it.
 */
export async function loadEarlierGround(
  session: Pick<Session, 'registry'>,
  status: ModelStatus,
  {
    version,
    policy,
    own,
  }: { readonly version: string; readonly policy: Policy; readonly own: VersionBinding },
  { signal }: ReadOptions,
): Promise<EarlierGround> {
  const readings = await loadEarlierVerdicts(session, status, version);
  const reports = readings.flatMap(reading => (reading.ok ? [reading.report] : []));
  const unbound = listUnboundSince(reports, own.files);
  const { reader } = session.registry;
  const { model } = status.index;
  const checks = await reader.checkBoundFiles(model, version, unbound, { weights: 'measured', signal });
  const sources = mergeEarlierSources(readings.map(reading => listSources(reading, policy)));
  return { sources, lost: findLostFiles(checks) };
}

/** Of a report that cannot be read nobody knows what it stood on, so every source counts as one of its own. */
function listSources(reading: GateReportReading, policy: Policy): readonly EarlierSource[] {
  return reading.ok
    ? listEarlierSources(reading.report, policy)
    : policy.evidence.map(({ name }) => ({ source: name, repeats: [] }));
}
