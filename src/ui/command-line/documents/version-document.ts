import { findState } from '../../../core/plan/plan-state.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { Version, VersionRecord } from '../../../core/registry/version.ts';
import type { VersionDocument } from '../json/version.ts';
import type { VersionsDocument } from '../json/versions.ts';
import { describeHold, isRecorded } from './model-document.ts';

/** The versions of a model as a document, oldest first. Pure. */
export function describeVersions(status: ModelStatus, versions: readonly Version[]): VersionsDocument {
  return {
    schema: 'lastgood/versions/1',
    model: status.index.model,
    versions: versions.map(version => ({
      ...describeStanding(status, version),
      metrics: { ...findRecord(version)?.metrics },
    })),
  };
}

/** One version as a document. Pure. */
export function describeVersion(status: ModelStatus, version: Version): VersionDocument {
  const record = findRecord(version);
  return {
    schema: 'lastgood/version/1',
    model: status.index.model,
    ...describeStanding(status, version),
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
    live: describeLive(status, version.version),
  };
}

/** What is known of a version beside its record: lists show this. */
function describeStanding(status: ModelStatus, version: Version) {
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
      gate: { verdict: span.gate.verdict, overridden: span.gate.overridden },
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
