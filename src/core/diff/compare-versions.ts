import type { MetricGate } from '../gate/metric-thresholds.ts';
import { listOrigin, listTraining } from '../registry/training-fields.ts';
import type { Artifact, Version, VersionRecord } from '../registry/version.ts';
import { describeIncomplete } from '../registry/wholeness-words.ts';
import { compareMetrics, type MetricChange } from './compare-metrics.ts';

/** A value of two versions that is not the same in both. */
export type ValueChange = {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** What differs between two versions. Parts that neither has are empty. */
export type VersionComparison = {
  readonly model: string;
  readonly before: string;
  readonly after: string;
  readonly metrics: readonly MetricChange[];
  /** Alias whose gate the metrics are held against; undefined where none demands anything. */
  readonly gateAlias: string | undefined;
  /** Configuration values that differ, by dotted path. */
  readonly configuration: readonly ValueChange[];
  readonly unchangedConfigurationCount: number;
  /** Artifacts that differ in digest, size or presence. */
  readonly artifacts: readonly ValueChange[];
  readonly unchangedArtifactCount: number;
  readonly particulars: readonly ValueChange[];
  /** Facts of the training that differ, by label. */
  readonly training: readonly ValueChange[];
  /** Parent, data and commit, where they differ. */
  readonly lineage: readonly ValueChange[];
  /** What keeps the comparison from being whole. */
  readonly gaps: readonly string[];
};

/**
 * Compares two versions of a model. One without a usable record compares as empty, and is named among the gaps. With a gate the
 * metrics say whether they cross what it demands. Pure.
 */
export function compareVersions(before: Version, after: Version, gate?: MetricGate): VersionComparison {
  const [one, other] = [findRecord(before), findRecord(after)];
  const configuration = compareValues(
    Object.entries(one?.configuration ?? {}),
    Object.entries(other?.configuration ?? {}),
  );
  const artifacts = compareValues(describeArtifacts(one), describeArtifacts(other));
  const particulars = compareValues(one?.particulars ?? [], other?.particulars ?? []);
  const training = compareValues(listTraining(one?.training), listTraining(other?.training));
  const lineage = compareValues(one ? listOrigin(one) : [], other ? listOrigin(other) : []);
  return {
    model: after.model,
    before: before.version,
    after: after.version,
    metrics: compareMetrics(one?.metrics ?? {}, other?.metrics ?? {}, gate?.policy),
    gateAlias: gate?.policy === undefined ? undefined : gate.alias,
    configuration: configuration.changed,
    unchangedConfigurationCount: configuration.sameCount,
    artifacts: artifacts.changed,
    unchangedArtifactCount: artifacts.sameCount,
    particulars: particulars.changed,
    training: training.changed,
    lineage: lineage.changed,
    gaps: [before, after].flatMap(describeGap),
  };
}

function findRecord(version: Version): VersionRecord | undefined {
  return version.whole === 'complete' ? version.record : undefined;
}

function describeGap(version: Version): readonly string[] {
  switch (version.whole) {
    case 'complete':
      return [];
    case 'incomplete':
      return [`${version.version} ${describeIncomplete(version)}`];
    case 'damaged':
      return [`${version.version} is damaged: ${version.problem}`];
    default:
      return version satisfies never;
  }
}

type NamedValue = readonly [name: string, value: string];

function compareValues(
  before: readonly NamedValue[],
  after: readonly NamedValue[],
): { readonly changed: readonly ValueChange[]; readonly sameCount: number } {
  const [one, other] = [new Map(before), new Map(after)];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  const changed = names.filter(name => one.get(name) !== other.get(name));
  return {
    changed: changed.map(name => ({ name, before: one.get(name), after: other.get(name) })),
    sameCount: names.length - changed.length,
  };
}

function describeArtifacts(record: VersionRecord | undefined): readonly NamedValue[] {
  return (record?.artifacts ?? []).map((artifact): NamedValue => [artifact.name, describeArtifact(artifact)]);
}

/** Digest in short, or what else tells two files apart. */
function describeArtifact(artifact: Artifact): string {
  if (artifact.sha256 !== undefined) return `sha256 ${artifact.sha256.slice(0, 12)}`;
  return artifact.sizeBytes === undefined ? 'no digest recorded' : `${artifact.sizeBytes} bytes`;
}
