import type { LineageFacts, TrainingFacts } from '../../core/registry/version.ts';
import type { JsonObject } from '../files/read-json.ts';
import { isObject } from './json-kind.ts';
import { readNumber, readText, readTexts } from './row-fields.ts';

/** What S2 writes for hardware nobody named. */
const unnamedHardware = 'unknown';

/** The `training` of a row; undefined when nothing of it is recorded. Pure. */
export function parseTraining(fields: JsonObject, oddities: string[]): TrainingFacts | undefined {
  const training = fields['training'];
  if (training === undefined || training === null) return undefined;
  if (!isObject(training)) {
    oddities.push('training is no object');
    return undefined;
  }
  const hardware = readText(training, 'hardware', oddities);
  const facts: TrainingFacts = {
    framework: readText(training, 'framework', oddities),
    baseModel: readText(training, 'base_model', oddities),
    samples: readNumber(training, 'samples', oddities),
    epochs: readNumber(training, 'epochs', oddities),
    batchSize: readNumber(training, 'batch_size', oddities),
    learningRate: readNumber(training, 'learning_rate', oddities),
    maxSequenceLength: readNumber(training, 'max_seq_length', oddities),
    durationHours: readNumber(training, 'duration_hours', oddities),
    costUsd: readNumber(training, 'cost_usd', oddities),
    hardware: hardware === unnamedHardware ? undefined : hardware,
    notes: readText(training, 'notes', oddities),
  };
  for (const key in facts) if (facts[key as keyof TrainingFacts] !== undefined) return facts;
  return undefined;
}

/** Where a row says a version comes from, beside its parent; undefined when it says nothing. Pure. */
export function parseLineageFacts(fields: JsonObject, oddities: string[]): LineageFacts | undefined {
  const key = fields['training_data_sources'] === undefined ? 'training_data' : 'training_data_sources';
  const dataSources = readTexts(fields[key], key, oddities);
  const gitCommit = readText(fields, 'git_commit', oddities);
  return dataSources.length === 0 && gitCommit === undefined ? undefined : { dataSources, gitCommit };
}
