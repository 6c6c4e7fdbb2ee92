import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A version as one of the original's two generations of scripts would have written it. */
export type S0Version = {
  /** `v1` */
  readonly version: string;
  /** `2026`: evaluation and model_reference (the default). `2025-11`: metrics, artifact_path, perhaps deployment. */
  readonly generation?: '2026' | '2025-11';
  /** As Python's isoformat writes it. */
  readonly timestamp?: string;
  /** `none` leaves metadata.json out, `torn` cuts it off in the middle. */
  readonly metadata?: 'whole' | 'none' | 'torn';
  /** Numbers of summary.json; of `metrics` in the older generation. */
  readonly summary?: Readonly<Record<string, number>>;
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Path that is recorded for the weights; null for none. */
  readonly weightsPath?: string | null;
  /** Bytes whose sha256 is recorded; nothing is written. Without them the sha256 is null. */
  readonly weights?: string;
  readonly previousVersion?: string | null;
  readonly deployment?: Readonly<Record<string, unknown>>;
};

/** A log in rollback_logs, as rollback_model.py wrote it: previous_version without its `v`. */
type S0RollbackLog = {
  readonly previousVersion: string;
  readonly targetVersion: string;
  readonly timestamp?: string;
  readonly reason?: string;
  readonly actor?: string;
};

/** The pointer `latest`, which all models share. */
type S0Latest =
  | { readonly form: 'none' }
  | { readonly form: 'symlink' | 'text-absolute' | 'text-relative'; readonly version: string };

export type S0Registry = {
  readonly model: string;
  readonly versions: readonly S0Version[];
  readonly latest: S0Latest;
  readonly rollbackLogs?: readonly S0RollbackLog[];
};

const summary = {
  groundedness: 3.9,
  answer_relevance: 4.1,
  factual_correctness: 3.7,
  hallucination_score: 0.2,
  latency_total: 2.31,
  examples: 20,
};
const configuration = { retriever: { name: 'vector', top_k: 5 } };
const biasReport = {
  dataset: 'slices',
  slice_fields: ['slice'],
  metrics: {
    slice: [
      {
        slice_value: 'pto',
        count: 7,
        metrics: { groundedness: 4.1, answer_relevance: 4, factual_correctness: 3.9 },
      },
    ],
  },
};

/**
 * Writes a registry as system S0 leaves it, field order, indentation and missing final newline included. `root` is created when
 * it is not there; building another model into the same root is allowed, its `latest` then replaces nothing when its form is `none`.
 */
export function buildS0Registry(root: string, registry: S0Registry): void {
  mkdirSync(root, { recursive: true });
  for (const version of registry.versions) writeVersion(root, registry.model, version);
  writeLatest(root, registry.model, registry.latest);
  for (const [index, log] of (registry.rollbackLogs ?? []).entries())
    writeLog(root, registry.model, log, index);
}

/** Versions v1 to v`count`, all whole. */
export function listS0Versions(count: number): readonly S0Version[] {
  return Array.from({ length: count }, (_, at) => ({
    version: `v${at + 1}`,
    previousVersion: at === 0 ? null : `v${at}`,
  }));
}

/** The shape of the recorded fixture: v1 to v3, `latest` on v2, a log that v3 was rolled back. */
export const rolledBackOnce: S0Registry = {
  model: 'frontshift-rag',
  versions: listS0Versions(3),
  latest: { form: 'symlink', version: 'v2' },
  rollbackLogs: [{ previousVersion: '3', targetVersion: 'v2', reason: 'Spike in hallucinations' }],
};

function writeVersion(root: string, model: string, version: S0Version): void {
  const folder = join(root, `${model}_${version.version}`);
  mkdirSync(folder);
  const older = version.generation === '2025-11';
  if (!older) {
    writeJson(join(folder, 'summary.json'), version.summary ?? summary);
    writeJson(join(folder, 'bias_report.json'), biasReport);
    writeJson(join(folder, 'pipeline_config.json'), version.configuration ?? configuration);
  }
  if (version.metadata === 'none') return;
  const metadata = older ? describeOlder(model, version) : describeToday(model, version);
  const text = JSON.stringify(metadata, undefined, 2);
  writeFileSync(
    join(folder, 'metadata.json'),
    version.metadata === 'torn' ? text.slice(0, text.length / 2) : text,
  );
}

function describeToday(model: string, version: S0Version) {
  const numbers: Readonly<Record<string, number>> = version.summary ?? summary;
  const total = numbers['latency_total'];
  return {
    model_name: model,
    version: version.version,
    timestamp: version.timestamp ?? '2026-11-20T16:15:05.357721+00:00',
    model_reference: { path: version.weightsPath ?? null, sha256: digestOf(version.weights) },
    pipeline_config: version.configuration ?? configuration,
    evaluation: {
      groundedness: numbers['groundedness'] ?? null,
      answer_relevance: numbers['answer_relevance'] ?? null,
      factual_correctness: numbers['factual_correctness'] ?? null,
      latency_avg_ms: total === undefined ? null : total * 1000,
    },
    artifacts: {
      eval_summary: 'summary.json',
      bias_report: 'bias_report.json',
      pipeline_config: 'pipeline_config.json',
    },
    previous_version: version.previousVersion ?? null,
  };
}

/** What ml_pipeline/tracking/push_to_registry.py wrote in November 2025. */
function describeOlder(model: string, version: S0Version) {
  return {
    model_name: model,
    version: version.version,
    timestamp: version.timestamp ?? '2025-11-14T10:02:33.120394',
    metrics: version.summary ?? { mean_semantic_sim: 0.51, mean_precision_at_k: 0.83 },
    artifact_path: version.weightsPath ?? `models/${model}_${version.version}`,
    ...(version.deployment ? { deployment: version.deployment } : {}),
  };
}

function writeLatest(root: string, model: string, latest: S0Latest): void {
  if (latest.form === 'none') return;
  const folder = `${model}_${latest.version}`;
  const path = join(root, 'latest');
  if (latest.form === 'symlink') symlinkSync(folder, path);
  else writeFileSync(path, latest.form === 'text-absolute' ? join(root, folder) : folder);
}

function writeLog(root: string, model: string, log: S0RollbackLog, index: number): void {
  const folder = join(root, 'rollback_logs');
  mkdirSync(folder, { recursive: true });
  const name = `rollback_20261120_16${String(15 + index).padStart(2, '0')}05.json`;
  writeJson(join(folder, name), {
    timestamp: log.timestamp ?? '2026-11-20T16:15:05.695049+00:00',
    model_name: model,
    previous_version: log.previousVersion,
    target_version: log.targetVersion,
    reason: log.reason ?? 'Spike in hallucinations',
    actor: log.actor ?? 'octocat',
  });
}

function digestOf(bytes: string | undefined): string | null {
  return bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex');
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, undefined, 2));
}
