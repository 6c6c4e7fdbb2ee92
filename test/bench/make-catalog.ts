import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Versions of the chain that each come from the one before. */
const chainDepth = 2000;
/** Versions beside the chain that come from one version of it. */
const branchWidth = 10;

/** Paths of the two files of a catalogue. */
export type CatalogFiles = { readonly registry: string; readonly lineage: string };

/** Writes S2's two files, as S2 writes them, of one model: a deep chain, and off it wide branches until there are enough versions. */
export function makeBenchCatalog(folder: string, versionCount: number): CatalogFiles {
  mkdirSync(folder, { recursive: true });
  const parents = listParents(versionCount);
  const files = { registry: join(folder, 'registry.json'), lineage: join(folder, 'lineage.json') };
  const versions = parents.map(([version, parent], place) => [
    version,
    describeVersion(version, parent, place),
  ]);
  const lineages = parents.map(([version, parent], place) => [version, describeRow(parent, place)]);
  const metadata = {
    model_name: model,
    created_at: timeOf(0),
    description: '',
    owner: null,
    tags: [],
    notes: '',
  };
  writeJson(files.registry, { models: { [model]: { metadata, versions: Object.fromEntries(versions) } } });
  writeJson(files.lineage, {
    lineages: { [model]: { created_at: timeOf(0), versions: Object.fromEntries(lineages) } },
  });
  return files;
}

const model = 'majora';

function listParents(versionCount: number): readonly (readonly [version: string, parent: string | null])[] {
  const depth = Math.min(chainDepth, versionCount);
  const chain = Array.from(
    { length: depth },
    (_, place) => [`v${place + 1}`, place === 0 ? null : `v${place}`] as const,
  );
  const branches = Array.from({ length: versionCount - depth }, (_, place) => {
    const parent = `v${((Math.floor(place / branchWidth) * 7) % depth) + 1}`;
    return [`${parent}.${(place % branchWidth) + 1}`, parent] as const;
  });
  return [...chain, ...branches];
}

function describeVersion(version: string, parent: string | null, place: number) {
  return {
    model_name: model,
    version,
    created_at: timeOf(place),
    status: place === chainDepth - 1 ? 'deployed' : 'completed',
    lora_path: `/models/majora-${version}-lora`,
    gguf_path: `/models/majora-${version}-Q8_0.gguf`,
    checkpoint_path: null,
    config_path: null,
    training: {
      framework: 'unsloth',
      base_model: parent === null ? 'Qwen2.5-Coder-7B' : `${model}:${parent}`,
      samples: 223 + place,
      epochs: 3,
      batch_size: 4,
      learning_rate: 0.0002,
      max_seq_length: 2048,
      duration_hours: 3,
      cost_usd: 0.8,
      hardware: 'M2 Max',
      notes: '',
    },
    evaluation_scores: {
      accuracy: 0.5 + (place % 500) / 1000,
      quality_score: null,
      f1_score: 0.82,
      perplexity: null,
      bleu_score: null,
      rouge_scores: {},
      inference_speed_tokens_per_sec: 120,
      memory_usage_mb: null,
      latency_ms: null,
      custom_metrics: {},
    },
    parent_version: parent,
    training_data_sources: ['oracle', 'toolbench', `set-${place % 97}`],
    git_commit: place.toString(16).padStart(12, '0'),
    deployed: place === chainDepth - 1,
    deployed_at: place === chainDepth - 1 ? timeOf(place) : null,
    deployment_notes: '',
    tags: [],
    notes: '',
  };
}

function describeRow(parent: string | null, place: number) {
  return {
    created_at: timeOf(place),
    parent_version: parent,
    training_data: ['oracle', 'toolbench', `set-${place % 97}`],
    git_commit: place.toString(16).padStart(12, '0'),
    base_model: parent === null ? 'Qwen2.5-Coder-7B' : `${model}:${parent}`,
    notes: '',
  };
}

function timeOf(minute: number): string {
  return new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString().replace('Z', '000+00:00');
}

function writeJson(path: string, content: object): void {
  writeFileSync(path, JSON.stringify({ version: '1.0', updated_at: timeOf(0), ...content }, undefined, 2));
}
