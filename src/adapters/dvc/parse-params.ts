import type { TrainingFacts } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import { joinPath } from './parse-output.ts';
import { parseYamlObject } from './read-yaml.ts';
import { countOf, mappingOf, memberOf, numberOf, textOf } from './yaml-fields.ts';

/** Largest `params.yaml` that is read. */
export const paramsLimitBytes = 1024 * 1024;

/** What `params.yaml` says: it is of one run, the one that is worked on now. */
export type DvcParams = {
  /** As written. */
  readonly family: string | undefined;
  readonly run: string | undefined;
  /** Of the data set, from the top of the tree on. As written, not safe to show. */
  readonly dataset: string | undefined;
  /** Safe to show. */
  readonly training: TrainingFacts;
  /** Everything in it. */
  readonly fields: JsonObject;
};

/** A tree without parameters. */
export const emptyParams: DvcParams = {
  family: undefined,
  run: undefined,
  dataset: undefined,
  training: {},
  fields: {},
};

/** Parameters from the bytes of `params.yaml`. What has a wrong type is as if it were not there. Pure. */
export function parseParams(bytes: Uint8Array): Reading<DvcParams> {
  const reading = parseYamlObject(bytes);
  if (!reading.ok) return reading.fault === 'empty' ? { ok: true, value: emptyParams } : reading;
  const { value: fields } = reading;
  const dataset = textOf(memberOf(mappingOf(memberOf(fields, 'dataset')), 'path'));
  return {
    ok: true,
    value: {
      family: textOf(memberOf(fields, 'family')),
      run: textOf(memberOf(fields, 'run_name')),
      dataset: dataset === undefined ? undefined : joinPath('', dataset),
      training: readTraining(fields),
      fields,
    },
  };
}

function readTraining(fields: JsonObject): TrainingFacts {
  const part = (name: string): JsonObject => mappingOf(memberOf(fields, name));
  const training = part('training');
  const told: TrainingFacts = {
    baseModel: readBaseModel(part('base_model')),
    samples: countOf(memberOf(part('dataset'), 'sample_size')),
    epochs: numberOf(memberOf(training, 'epochs')),
    batchSize: countOf(memberOf(training, 'batch_size')),
    learningRate: numberOf(memberOf(training, 'lr')),
    maxSequenceLength: countOf(memberOf(part('tokenizer'), 'max_length')),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

/** A branch that everybody has needs no word. */
function readBaseModel(base: JsonObject): string | undefined {
  const repo = textOf(memberOf(base, 'repo'));
  if (repo === undefined) return undefined;
  const revision = textOf(memberOf(base, 'revision'));
  return makeSafeText(revision === undefined || revision === 'main' ? repo : `${repo}@${revision}`, {
    limit: 300,
  });
}
