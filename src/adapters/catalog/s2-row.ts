import type { Json } from '../../core/history/canonical-json.ts';
import { makeLossless } from '../files/lossless-edit.ts';
import type { LosslessObject } from '../files/lossless-json.ts';
import type { JsonObject } from '../files/read-json.ts';
import { objectOf } from './json-kind.ts';
import { placeScores } from './place-scores.ts';

/** What S2 writes where nobody said how a version was trained: its reader wants numbers and texts there. */
const unknownTraining: JsonObject = {
  framework: 'unsloth',
  base_model: '',
  samples: 0,
  epochs: 1,
  batch_size: 32,
  learning_rate: 0.0001,
  max_seq_length: 2048,
  duration_hours: null,
  cost_usd: null,
  hardware: 'unknown',
  notes: '',
};

/** A version as S2 writes it where nothing is known of it. Its keys are all that its reader takes. */
const emptyVersion: JsonObject = {
  model_name: '',
  version: '',
  created_at: null,
  status: 'draft',
  lora_path: null,
  gguf_path: null,
  checkpoint_path: null,
  config_path: null,
  training: unknownTraining,
  evaluation_scores: placeScores({}),
  parent_version: null,
  training_data_sources: [],
  git_commit: null,
  deployed: false,
  deployed_at: null,
  deployment_notes: '',
  tags: [],
  notes: '',
};

/**
 * The row of a version in the file of models, from our record of it: S2's 18 fields in its order and nothing else, since its reader refuses
 * a field that it does not know. Pure.
 * @see src/afs/registry/models.py of the original: ModelVersion.to_dict, ModelVersion.from_dict
 */
export function makeS2Row(record: JsonObject): JsonObject {
  const training = fill(unknownTraining, objectOf(record['training']));
  return { ...fill(emptyVersion, record), training };
}

/** A version in the lineage file, as S2 writes it. Pure. @see src/afs/registry/lineage.py of the original */
export function makeLineageRow(record: JsonObject): JsonObject {
  return {
    created_at: record['created_at'] ?? null,
    parent_version: record['parent_version'] ?? null,
    training_data: record['training_data_sources'] ?? [],
    git_commit: record['git_commit'] ?? null,
    base_model: objectOf(record['training'])['base_model'] ?? null,
    notes: '',
  };
}

/** A model that has no version yet, as S2 writes it. Pure. @param createdAt as Python writes times */
export function makeS2Model(model: string, createdAt: Json): LosslessObject {
  const metadata = {
    model_name: model,
    created_at: createdAt,
    description: '',
    owner: null,
    tags: [],
    notes: '',
  };
  return makeLossless({ metadata, versions: {} }) as LosslessObject;
}

/** The fields of `whole`, each from `known` unless there is none or null. */
function fill(whole: JsonObject, known: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, known[key] ?? value]));
}
