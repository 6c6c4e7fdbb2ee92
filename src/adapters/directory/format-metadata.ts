import type { Json } from '../../core/history/canonical-json.ts';
import type { EvidenceFile, Registration } from '../../core/registration/registration.ts';
import { formatPythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';
import { formatOrigin } from './origin-fields.ts';

/** A file that was copied into the version. */
export type StoredFile = {
  readonly role: EvidenceFile['role'];
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
};

/** What was found out about the weights. */
export type WeightsFacts = {
  readonly path: string | null;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
};

/** Everything metadata.json is made of. */
export type MetadataParts = {
  readonly registration: Registration;
  readonly version: string;
  readonly weights: WeightsFacts;
  readonly files: readonly StoredFile[];
  /** summary.json as it was given; empty without one. */
  readonly summary: JsonObject;
  /** S1's metrics.json as it was given; empty without one. */
  readonly metrics: JsonObject;
  readonly operationId: string;
  readonly tool: string;
};

/**
 * metadata.json as S0 writes it (same fields, same order, two spaces, no newline at the end), with what S0 has no place for under
 * `lastgood`. Pure.
 * @see push_to_registry.py of the original
 */
export function formatMetadata(parts: MetadataParts): string {
  const { registration, files } = parts;
  const metadata = {
    model_name: registration.model,
    version: parts.version,
    timestamp: formatPythonTime(registration.createdAt),
    model_reference: { path: parts.weights.path, sha256: parts.weights.sha256 },
    pipeline_config: registration.configuration ?? {},
    evaluation: describeEvaluation(parts.summary),
    artifacts: {
      eval_summary: findName(files, 'eval_summary'),
      bias_report: findName(files, 'bias_report'),
      pipeline_config: findName(files, 'pipeline_config'),
    },
    previous_version: registration.previousVersion ?? null,
    lastgood: {
      format: 1,
      operationId: parts.operationId,
      actor: registration.actor,
      tool: parts.tool,
      parent: registration.parent ?? null,
      notes: registration.notes ?? null,
      tags: registration.tags,
      weightsSizeBytes: parts.weights.sizeBytes,
      ...describeMetrics({ ...parts.metrics, ...registration.metrics }),
      ...formatOrigin(registration),
      artifacts: Object.fromEntries(
        files.map(file => [file.name, { sha256: file.sha256, sizeBytes: file.sizeBytes }]),
      ),
    },
  };
  return JSON.stringify(metadata, undefined, 2);
}

/** The four numbers S0 keeps. Latency comes from `latency_avg_ms`, else from `latency_total` in seconds. */
function describeEvaluation(summary: JsonObject): Readonly<Record<string, Json>> {
  const total = summary['latency_total'];
  const fromTotal = typeof total === 'number' ? total * 1000 : null;
  return {
    groundedness: summary['groundedness'] ?? null,
    answer_relevance: summary['answer_relevance'] ?? null,
    factual_correctness: summary['factual_correctness'] ?? null,
    latency_avg_ms: summary['latency_avg_ms'] ?? fromTotal,
  };
}

/**
 * The numbers of metrics.json as measured, under `metrics`; nothing where there are none. The score and the contributions that S1
 * writes beside them are left out: they belong to the weights of that day and are computed anew whenever they are needed.
 */
function describeMetrics(metrics: JsonObject): { readonly metrics?: Readonly<Record<string, number>> } {
  const measured = Object.entries(metrics).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' &&
      Number.isFinite(entry[1]) &&
      !/^(weighted_score$|contribution_)/.test(entry[0]),
  );
  return measured.length === 0 ? {} : { metrics: Object.fromEntries(measured) };
}

function findName(files: readonly StoredFile[], role: EvidenceFile['role']): string | null {
  return files.find(file => file.role === role)?.name ?? null;
}
