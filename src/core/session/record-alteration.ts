import type { BoundFile } from '../gate/report.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { recordWords } from '../registry/record-words.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import type { Session } from './session.ts';

/** How a verdict calls what holds a version's record; the history has its digest of when it was registered. */
const recordNames: Readonly<Record<RegistryKind, string>> = {
  directory: 'metadata.json',
  catalog: 'metadata.json',
  mlflow: recordWords.mlflow.registration,
  dvc: recordWords.dvc.registration,
};

/** Files of a version that its metrics come from; its record has their digests. All are small. */
const measuredNames: ReadonlySet<string> = new Set(['metrics.json', 'summary.json']);

/**
 * What is wrong with the files that a version's metrics come from, held against the digests of its registration, in words that
 * follow `it has no score`; undefined when they are the ones that were registered, or nobody recorded a digest of them. Reads those
 * files only, never the weights or large reports.
 */
export async function describeAlteration(
  { registry }: Pick<Session, 'registry'>,
  status: ModelStatus,
  version: Version,
  { signal }: ReadOptions,
): Promise<string | undefined> {
  const { kind } = registry.reader.identity;
  // On a server the record itself has the metrics: the files they were read from may be on another machine.
  const measurements = kind === 'mlflow' ? [] : listMeasurements(version);
  const files = [...listRecord(status, version, kind), ...measurements];
  const checks = await registry.reader.checkBoundFiles(version.model, version.version, files, { signal });
  const wrong = checks.find(({ outcome }) => outcome !== 'verified');
  if (wrong === undefined) return undefined;
  const { outcome, detail } = wrong;
  const name = wrong.name === recordNames[kind] ? recordWords[kind].registration : wrong.name;
  return outcome === 'differs'
    ? `its ${name} is not the one that was registered: ${detail}`
    : `its ${name} cannot be held against what was registered: ${detail}`;
}

function listRecord(
  { recorded }: ModelStatus,
  { version }: Version,
  kind: RegistryKind,
): readonly BoundFile[] {
  const sha256 = recorded.registeredDigests.get(version);
  return sha256 === undefined ? [] : [describeFile(recordNames[kind], sha256, 0)];
}

function listMeasurements(version: Version): readonly BoundFile[] {
  if (version.whole !== 'complete') return [];
  return version.record.artifacts.flatMap(({ name, role, sha256, sizeBytes }) =>
    role === 'evidence' && measuredNames.has(name) && sha256 !== undefined
      ? [describeFile(name, sha256, sizeBytes ?? 0)]
      : [],
  );
}

/** The size is for progress alone, which nobody follows here. */
function describeFile(name: string, sha256: string, sizeBytes: number): BoundFile {
  return { source: 'version', name, sha256, sizeBytes, place: 'version' };
}
