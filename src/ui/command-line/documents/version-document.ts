import { orderRules } from '../../../core/gate/order-rules.ts';
import { findState } from '../../../core/plan/plan-state.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { Version, VersionRecord } from '../../../core/registry/version.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import type { VersionDocument } from '../json/version.ts';
import type { VersionsDocument } from '../json/versions.ts';
import { describeGateRecord, describeStanding, describeStandings } from './gate-standing-document.ts';
import { describeHold, isRecorded } from './model-document.ts';

/** The versions of a model as a document, oldest first. Pure. @param now ISO 8601 UTC, what verdicts are held against */
export function describeVersions(
  { status, policies, versions }: LoadedVersions,
  now: string,
): VersionsDocument {
  const gates = { history: status.effective, policies, now };
  return {
    schema: 'lastgood/versions/1',
    model: status.index.model,
    versions: versions.map(version => ({
      ...describeVersionStanding(status, version),
      metrics: { ...findRecord(version)?.metrics },
      gates: describeStandings(gates, version.version),
    })),
  };
}

/** One version as a document. Pure. @param gates of every alias worth a look */
export function describeVersion(
  status: ModelStatus,
  version: Version,
  gates: readonly GateView[],
): VersionDocument {
  const record = findRecord(version);
  return {
    schema: 'lastgood/version/1',
    model: status.index.model,
    ...describeVersionStanding(status, version),
    metrics: { ...record?.metrics },
    configuration: { ...record?.configuration },
    artifacts: (record?.artifacts ?? []).map(({ name, role, sha256, sizeBytes }) => ({
      name,
      role,
      sha256: sha256 ?? null,
      sizeBytes: sizeBytes ?? null,
    })),
    parent: record?.parent ?? null,
    particulars: (record?.particulars ?? []).map(([label, value]) => ({ label, value })),
    gates: gates.map(describeGate),
    live: describeLive(status, version.version),
  };
}

function describeGate({ alias, standing, report, wouldBlock }: GateView): VersionDocument['gates'][number] {
  return {
    ...describeStanding(alias, standing),
    wouldBlock: [...wouldBlock],
    rules: orderRules(report?.rules ?? []).map(rule => ({
      ...rule,
      slices: rule.slices.map(slice => ({ ...slice })),
    })),
  };
}

/** What is known of a version beside its record: lists show this. */
function describeVersionStanding(status: ModelStatus, version: Version) {
  const { effective } = status;
  const record = findRecord(version);
  const description = effective.descriptions.get(version.version) ?? record;
  return {
    version: version.version,
    whole: version.whole,
    problem: version.whole === 'damaged' ? version.problem : null,
    state: findState(status, version.version),
    aliases: listAliases(status, version.version),
    hold: describeHold(effective.versionHolds.get(version.version)),
    createdAt: record?.createdAt ?? null,
    notes: description?.notes ?? null,
    tags: [...(description?.tags ?? [])],
    oddities: [...(record?.oddities ?? [])],
  };
}

function describeLive(status: ModelStatus, version: string): VersionDocument['live'] {
  return status.effective.spans
    .filter(span => span.version === version)
    .map(span => ({
      alias: span.alias,
      startedAt: span.startedAt,
      endedAt: span.end?.at ?? null,
      takenBack: span.end?.takenBack ?? false,
      gate: describeGateRecord(span.gate),
      operationId: isSpanRecorded(status, span.operationId) ? span.operationId : null,
    }));
}

function isSpanRecorded(status: ModelStatus, operationId: string): boolean {
  const position = [...status.effective.aliases.values()].find(each => each.operationId === operationId);
  return position === undefined || isRecorded(status, position);
}

function listAliases(status: ModelStatus, version: string): string[] {
  return [...status.effective.aliases].flatMap(([alias, at]) => (at.version === version ? [alias] : []));
}

function findRecord(version: Version): VersionRecord | undefined {
  return version.whole === 'complete' ? version.record : undefined;
}
