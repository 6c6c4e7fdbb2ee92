import { orderRules } from '../../../core/gate/order-rules.ts';
import type { VersionState } from '../../../core/history/entry.ts';
import type { Scores } from '../../../core/history/model-history.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { LineageFacts, TrainingFacts, Version, VersionRecord } from '../../../core/registry/version.ts';
import { listStates } from '../../../core/registry/version-state.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import type { VersionWeights } from '../../../core/session/load-weights.ts';
import type { AdapterFacts } from '../../../core/weights/weights-header.ts';
import type { VersionDocument, WeightsAdapter } from '../json/version.ts';
import type { VersionsDocument } from '../json/versions.ts';
import { describeGateRecord, describeStanding, describeStandings } from './gate-standing-document.ts';
import { describeHold, isRecorded } from './model-document.ts';

/** The versions of a model as a document, oldest first. Pure. @param now ISO 8601 UTC, what verdicts are held against */
export function describeVersions(
  { status, policies, versions }: LoadedVersions,
  now: string,
): VersionsDocument {
  const gates = { status, policies, now };
  const states = listStates(status);
  return {
    schema: 'lastgood/versions/1',
    model: status.index.model,
    versions: versions.map(version => {
      const described = describeVersionStanding(status, version, states);
      return Object.assign(described, {
        metrics: { ...findRecord(version)?.metrics },
        gates: describeStandings(gates, version.version),
      });
    }),
  };
}

/** One version as a document. Pure. @param gates of every alias worth a look */
export function describeVersion(
  status: ModelStatus,
  version: Version,
  gates: readonly GateView[],
  weights: readonly VersionWeights[],
): VersionDocument {
  const record = findRecord(version);
  return {
    schema: 'lastgood/version/1',
    model: status.index.model,
    ...describeVersionStanding(status, version, listStates(status)),
    problem: findProblem(status, version),
    metrics: { ...record?.metrics },
    configuration: { ...record?.configuration },
    artifacts: (record?.artifacts ?? []).map(({ name, role, sha256, sizeBytes }) => ({
      name,
      role,
      sha256: sha256 ?? null,
      sizeBytes: sizeBytes ?? null,
    })),
    weights: weights.map(describeWeights),
    parent: record?.parent ?? null,
    training: record?.training === undefined ? null : describeTraining(record.training),
    lineage: record?.lineage === undefined ? null : describeOrigin(record.lineage),
    scored: describeScores(status.recorded.scores.get(version.version)),
    particulars: (record?.particulars ?? []).map(([label, value]) => ({ label, value })),
    gates: gates.map(describeGate),
    live: describeLive(status, version.version),
  };
}

function describeWeights({ name, reading }: VersionWeights): VersionDocument['weights'][number] {
  const { state } = reading;
  if (reading.state !== 'read')
    return { name, state, problem: 'problem' in reading ? reading.problem : null, header: null };
  const { format, architecture, parameterCount, quantisation, contextLength, adapter, part } = reading.header;
  return {
    ...{ name, state, problem: null },
    header: {
      format,
      architecture: architecture ?? null,
      parameterCount: parameterCount ?? null,
      quantisation: quantisation ?? null,
      storage: reading.header.storage.map(each => ({ ...each })),
      contextLength: contextLength ?? null,
      adapter: adapter === undefined ? null : describeAdapter(adapter),
      part: part === undefined ? null : { ...part },
    },
  };
}

function describeAdapter({ kind, baseModel, rank, alpha }: AdapterFacts): WeightsAdapter {
  return { kind: kind ?? null, baseModel: baseModel ?? null, rank: rank ?? null, alpha: alpha ?? null };
}

function describeTraining(training: TrainingFacts): NonNullable<VersionDocument['training']> {
  return {
    framework: training.framework ?? null,
    baseModel: training.baseModel ?? null,
    samples: training.samples ?? null,
    epochs: training.epochs ?? null,
    batchSize: training.batchSize ?? null,
    learningRate: training.learningRate ?? null,
    maxSequenceLength: training.maxSequenceLength ?? null,
    durationHours: training.durationHours ?? null,
    costUsd: training.costUsd ?? null,
    hardware: training.hardware ?? null,
    notes: training.notes ?? null,
  };
}

function describeOrigin({ dataSources, gitCommit }: LineageFacts): VersionDocument['lineage'] {
  return { dataSources: [...dataSources], gitCommit: gitCommit ?? null };
}

function describeScores(scores: Scores | undefined): VersionDocument['scored'] {
  if (scores === undefined) return null;
  const { scoredAt, actor, metrics } = scores;
  return { at: scoredAt, actor, metrics: { ...metrics } };
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

/** What is wrong with it here, or where the truth is. */
function findProblem({ index }: ModelStatus, version: Version): string | null {
  const own = findOwnProblem(version);
  if (own !== null) return own;
  return index.versions.find(each => each.version === version.version)?.disagreement?.problem ?? null;
}

/** Why it cannot be used, by what is known of it alone. */
function findOwnProblem(version: Version): string | null {
  if (version.whole === 'damaged') return version.problem;
  return version.whole === 'incomplete' ? (version.unfinished?.problem ?? null) : null;
}

/** What is known of a version beside its record: lists show this. */
function describeVersionStanding(
  status: ModelStatus,
  version: Version,
  states: ReadonlyMap<string, VersionState>,
) {
  const { effective } = status;
  const record = findRecord(version);
  return {
    version: version.version,
    whole: version.whole,
    problem: findOwnProblem(version),
    state: states.get(version.version) ?? 'completed',
    aliases: listAliases(status, version.version),
    hold: describeHold(effective.versionHolds.get(version.version)),
    createdAt: record?.createdAt ?? null,
    notes: record?.notes ?? null,
    tags: [...(record?.tags ?? [])],
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
  const names: string[] = [];
  for (const [alias, at] of status.effective.aliases) if (at.version === version) names.push(alias);
  return names;
}

function findRecord(version: Version): VersionRecord | undefined {
  return version.whole === 'complete' ? version.record : undefined;
}
