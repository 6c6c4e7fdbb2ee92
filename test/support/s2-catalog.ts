import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A version as S2 writes it. */
export function s2Version(model: string, version: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    model_name: model,
    version,
    created_at: '2026-11-20T16:15:05.927032+00:00',
    status: 'draft',
    lora_path: null,
    gguf_path: null,
    checkpoint_path: null,
    config_path: null,
    training: {
      framework: 'unsloth',
      base_model: 'Qwen2.5-Coder-7B',
      samples: 223,
      epochs: 3,
      batch_size: 4,
      learning_rate: 0.0002,
      max_seq_length: 2048,
      duration_hours: null,
      cost_usd: null,
      hardware: 'unknown',
      notes: '',
    },
    evaluation_scores: {
      accuracy: 0.85,
      quality_score: null,
      f1_score: null,
      perplexity: null,
      bleu_score: null,
      rouge_scores: {},
      inference_speed_tokens_per_sec: null,
      memory_usage_mb: null,
      latency_ms: null,
      custom_metrics: {},
    },
    parent_version: null,
    training_data_sources: [],
    git_commit: null,
    deployed: false,
    deployed_at: null,
    deployment_notes: '',
    tags: [],
    notes: '',
    ...changes,
  };
}

type S2File = {
  version: string;
  updated_at: string;
  models: Record<string, { metadata: object; versions: Record<string, ReturnType<typeof s2Version>> }>;
};

/** S2's file of one model with so many versions `v1`, `v2` …, the newest deployed unless told. */
export function makeS2File(model: string, count: number, deployed: number = count): S2File {
  const versions = Array.from({ length: count }, (_, index) => {
    const isLive = index + 1 === deployed;
    const changes = isLive
      ? { status: 'deployed', deployed: true, deployed_at: '2026-11-20T16:15:05.929369+00:00' }
      : {};
    return [`v${index + 1}`, s2Version(model, `v${index + 1}`, changes)] as const;
  });
  const metadata = {
    model_name: model,
    created_at: '2026-11-20T16:15:05.926996+00:00',
    description: '',
    owner: null,
    tags: [],
    notes: '',
  };
  return {
    version: '1.0',
    updated_at: '2026-11-20T16:15:05.929910+00:00',
    models: { [model]: { metadata, versions: Object.fromEntries(versions) } },
  };
}

/** Writes a file as S2 does. */
export function writeS2File(path: string, file: object): void {
  writeFileSync(path, JSON.stringify(file, undefined, 2));
}

/** A file as S2 reads it. */
export function readS2File(path: string): S2File {
  return JSON.parse(readFileSync(path, 'utf8')) as S2File;
}

/** Loads the whole file, changes it and saves the whole file by a rename, as S2 does: what others wrote in between is lost to it. */
export function changeAsS2(path: string, change: (file: S2File) => void): void {
  const file = readS2File(path);
  change(file);
  writeS2File(`${path}.s2`, file);
  renameSync(`${path}.s2`, path);
}

/** The versions that the file marks as deployed. */
export function listDeployed(path: string, model: string): readonly string[] {
  const versions = Object.entries(readS2File(path).models[model]?.versions ?? {});
  return versions.flatMap(([version, { deployed }]) => (deployed ? [version] : []));
}
