import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A value of a JSON file. */
export type FileValue =
  | null
  | boolean
  | number
  | string
  | readonly FileValue[]
  | { readonly [key: string]: FileValue };
export type FileObject = { readonly [key: string]: FileValue };

/** A version as S2 would write it, field order included. What is not said is what S2 takes then. */
export type S2Version = {
  readonly version: string;
  readonly createdAt?: string;
  readonly status?: string;
  readonly deployed?: boolean;
  readonly deployedAt?: string;
  readonly training?: FileObject;
  readonly scores?: FileObject;
  readonly parent?: string;
  readonly dataSources?: readonly string[];
  readonly gitCommit?: string;
  readonly ggufPath?: string;
  readonly loraPath?: string;
  readonly tags?: readonly string[];
  readonly notes?: string;
  /** Fields put over all others; one that is undefined is left out. */
  readonly fields?: { readonly [key: string]: FileValue | undefined };
};

export type S2Model = {
  readonly model: string;
  readonly versions: readonly S2Version[];
  readonly metadata?: FileObject;
};

const at = '2026-11-20T16:15:05.927032+00:00';

/** One version with all of S2's 18 fields. */
export function makeS2Version(model: string, version: S2Version): FileObject {
  const fields: { [key: string]: FileValue | undefined } = {
    model_name: model,
    version: version.version,
    created_at: version.createdAt ?? at,
    status: version.status ?? (version.deployed === true ? 'deployed' : 'draft'),
    lora_path: version.loraPath ?? null,
    gguf_path: version.ggufPath ?? null,
    checkpoint_path: null,
    config_path: null,
    training: {
      framework: 'unsloth',
      base_model: 'Qwen2.5-Coder-7B',
      samples: 0,
      epochs: 1,
      batch_size: 32,
      learning_rate: 0.0001,
      max_seq_length: 2048,
      duration_hours: null,
      cost_usd: null,
      hardware: 'unknown',
      notes: '',
      ...version.training,
    },
    evaluation_scores: {
      accuracy: null,
      quality_score: null,
      f1_score: null,
      perplexity: null,
      bleu_score: null,
      rouge_scores: {},
      inference_speed_tokens_per_sec: null,
      memory_usage_mb: null,
      latency_ms: null,
      custom_metrics: {},
      ...version.scores,
    },
    parent_version: version.parent ?? null,
    training_data_sources: version.dataSources ?? [],
    git_commit: version.gitCommit ?? null,
    deployed: version.deployed ?? false,
    deployed_at: version.deployedAt ?? (version.deployed === true ? at : null),
    deployment_notes: '',
    tags: version.tags ?? [],
    notes: version.notes ?? '',
    ...version.fields,
  };
  return keepSaid(fields);
}

function keepSaid(fields: { readonly [key: string]: FileValue | undefined }): FileObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The models alone: S2's older files. */
export function makeS2Models(models: readonly S2Model[]): FileObject {
  return Object.fromEntries(
    models.map(({ model, versions, metadata }) => [
      model,
      {
        metadata: {
          model_name: model,
          created_at: at,
          description: '',
          owner: null,
          tags: [],
          notes: '',
          ...metadata,
        },
        versions: Object.fromEntries(
          versions.map(version => [version.version, makeS2Version(model, version)]),
        ),
      },
    ]),
  );
}

/** A whole registry.json of today. */
export function makeS2Registry(models: readonly S2Model[]): FileObject {
  return { version: '1.0', updated_at: at, models: makeS2Models(models) };
}

/** A whole lineage.json with the parents that versions have. */
export function makeS2Lineage(models: readonly S2Model[]): FileObject {
  const lineages = models.map(({ model, versions }) => {
    const rows = versions.map(version => [
      version.version,
      {
        created_at: version.createdAt ?? at,
        parent_version: version.parent ?? null,
        training_data: version.dataSources ?? [],
        git_commit: version.gitCommit ?? null,
        base_model: null,
        notes: version.notes ?? '',
      },
    ]);
    return [model, { created_at: at, versions: Object.fromEntries(rows) }];
  });
  return { version: '1.0', updated_at: at, lineages: Object.fromEntries(lineages) };
}

/** JSON as Python's `json.dump(value, file, indent=2)` writes it: nothing but ASCII, no newline at the end. */
export function formatS2(value: FileValue): string {
  return JSON.stringify(value, undefined, 2).replace(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Writes a file, and the folders it needs. Returns its path. */
export function writeS2File(folder: string, name: string, value: FileValue | string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : formatS2(value));
  return path;
}

/** The example of the document's schema: no offset in its times, no fields it does not need. */
export const documentedRegistry: FileObject = {
  version: '1.0',
  updated_at: '2026-01-14T12:00:00',
  models: {
    majora: {
      metadata: {
        model_name: 'majora',
        created_at: '2026-01-14T10:00:00',
        description: 'Code generation model',
        owner: 'scawful',
        tags: ['coder', 'production'],
        notes: 'Primary coder model',
      },
      versions: {
        v1: {
          model_name: 'majora',
          version: 'v1',
          created_at: '2026-01-14T10:00:00',
          status: 'deployed',
          lora_path: '/models/majora-v1-lora',
          gguf_path: '/models/majora-v1-Q8_0.gguf',
          training: {
            framework: 'unsloth',
            base_model: 'Qwen2.5-Coder-7B',
            samples: 223,
            epochs: 3,
            batch_size: 4,
            learning_rate: 0.0002,
            duration_hours: 3.0,
            cost_usd: 0.8,
            hardware: 'M2 Max',
          },
          evaluation_scores: {
            accuracy: 0.85,
            f1_score: 0.82,
            perplexity: null,
            inference_speed_tokens_per_sec: 120,
            custom_metrics: {},
          },
          deployed: true,
          deployed_at: '2026-01-14T11:00:00',
          parent_version: null,
          training_data_sources: ['oracle', 'toolbench'],
          git_commit: 'abc123def456',
          tags: ['production', 'stable'],
          notes: 'Initial training',
        },
      },
    },
  },
};

/** The example of the document's lineage schema. */
export const documentedLineage: FileObject = {
  version: '1.0',
  updated_at: '2026-01-14T12:00:00',
  lineages: {
    majora: {
      created_at: '2026-01-14T10:00:00',
      versions: {
        v1: {
          created_at: '2026-01-14T10:00:00',
          parent_version: null,
          training_data: ['oracle', 'toolbench'],
          git_commit: 'abc123def456',
          base_model: 'Qwen2.5-Coder-7B',
          notes: 'Initial training',
        },
        v2: {
          created_at: '2026-01-14T12:00:00',
          parent_version: 'v1',
          training_data: ['oracle', 'toolbench', 'additional'],
          git_commit: 'def456ghi789',
          base_model: 'majora:v1',
          notes: 'Fine-tuned on additional data',
        },
      },
    },
  },
};
