import type { LineageFacts, Metrics, TrainingFacts, VersionRecord } from './version.ts';

/** A fact of a training: how it is given on a command line, named in a metric, and shown. */
export type TrainingField = {
  readonly fact: keyof TrainingFacts;
  /** Option of `register`, without the dashes. */
  readonly flag: string;
  /** For people. */
  readonly label: string;
  readonly help: string;
} & (
  | { readonly value: 'text' }
  /** `whole`: a count. `metric`: its name where it is compared like a metric, S2's. */
  | { readonly value: 'whole' | 'number'; readonly metric: string }
);

/** Every fact of a training, in the order they are shown. */
export const trainingFields: readonly TrainingField[] = [
  {
    fact: 'baseModel',
    flag: 'base-model',
    label: 'base model',
    value: 'text',
    help: 'the model it was fine-tuned on',
  },
  { fact: 'framework', flag: 'framework', label: 'framework', value: 'text', help: 'unsloth, mlx, …' },
  number('samples', 'samples', 'samples', 'samples', 'whole', 'how many samples it was trained on'),
  number('epochs', 'epochs', 'epochs', 'epochs', 'number', 'how many times over them'),
  number('batchSize', 'batch-size', 'batch size', 'batch_size', 'whole', 'samples per step'),
  number('learningRate', 'learning-rate', 'learning rate', 'learning_rate', 'number', 'for example 2e-4'),
  number('maxSequenceLength', 'max-seq-length', 'longest sequence', 'max_seq_length', 'whole', 'in tokens'),
  number(
    'durationHours',
    'duration-hours',
    'hours',
    'duration_hours',
    'number',
    'how long the training took',
  ),
  number('costUsd', 'cost-usd', 'cost in USD', 'cost_usd', 'number', 'what the training cost'),
  { fact: 'hardware', flag: 'hardware', label: 'hardware', value: 'text', help: 'what it was trained on' },
];

function number(
  fact: keyof TrainingFacts,
  flag: string,
  label: string,
  metric: string,
  value: 'whole' | 'number',
  help: string,
): TrainingField {
  return { fact, flag, label, metric, value, help };
}

/** What is known of a training as names and values for people, in order, its notes last; empty when nothing is. Pure. */
export function listTraining(training: TrainingFacts | undefined): readonly (readonly [string, string])[] {
  if (training === undefined) return [];
  const known = trainingFields.flatMap(({ fact, label }) => nameKnown(label, training[fact]));
  return [...known, ...nameKnown('training notes', training.notes)];
}

/** Where a version comes from as names and values for people; empty when nothing is known. Pure. */
export function listOrigin({
  parent,
  lineage,
}: Pick<VersionRecord, 'parent'> & { readonly lineage?: LineageFacts | undefined }): readonly (readonly [
  string,
  string,
])[] {
  const data = lineage?.dataSources ?? [];
  return [
    ...nameKnown('parent', parent),
    ...nameKnown('data', data.length === 0 ? undefined : data.join(', ')),
    ...nameKnown('git commit', lineage?.gitCommit),
  ];
}

/** The numbers of a training by the names of metrics, so that versions can be compared by them: `cost_usd`. Pure. */
export function listTrainingMetrics(training: TrainingFacts | undefined): Metrics {
  const numbers = trainingFields.flatMap(field => {
    const value = training?.[field.fact];
    return field.value !== 'text' && typeof value === 'number' ? [[field.metric, value] as const] : [];
  });
  return Object.fromEntries(numbers);
}

function nameKnown(
  label: string,
  value: string | number | undefined,
): readonly (readonly [string, string])[] {
  return value === undefined || value === '' ? [] : [[label, String(value)]];
}
