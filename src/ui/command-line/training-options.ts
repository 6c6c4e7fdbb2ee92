import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { FilePaths, Registration } from '../../core/registration/registration.ts';
import { filePathFlags } from '../../core/registration/registration-command.ts';
import { type TrainingField, trainingFields } from '../../core/registry/training-fields.ts';
import type { TrainingFacts } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { readText } from './reason.ts';
import type { OptionRow, OptionRows } from './verb.ts';

/** Options of a training's facts, by name. */
export const trainingOptionRows: OptionRows = Object.fromEntries(
  trainingFields.map(({ flag, value, help }): readonly [string, OptionRow] => [
    flag,
    { takes: value === 'text' ? 'TEXT' : 'NUMBER', help },
  ]),
);

/** Options of where a version comes from and where its files are. */
export const originOptionRows = {
  data: { takes: 'NAME', many: true, help: 'a data set it was made from' },
  'git-commit': { takes: 'COMMIT', help: 'commit it was made from' },
  'lora-path': { takes: 'PATH', help: 'where its LoRA adapter is; recorded as it is given' },
  'gguf-path': { takes: 'PATH', help: 'where its GGUF file is' },
  'checkpoint-path': { takes: 'PATH', help: 'where its checkpoint is' },
  'config-path': { takes: 'PATH', help: 'where the configuration of its training is' },
} as const satisfies OptionRows;

/** Options of what a registration keeps beside the weights, and of what it says of them. */
export const recordOptionRows = {
  'metrics-path': { takes: 'FILE', help: 'metrics.json of an evaluation by BLEU and ROUGE' },
  evidence: { takes: 'FILE', many: true, help: 'another file to keep with the version' },
  'pipeline-config': { takes: 'FILE', help: 'YAML or JSON; its pipeline section when it has one' },
  parent: { takes: 'VERSION', help: 'version this one was made from' },
  ...originOptionRows,
  ...trainingOptionRows,
  notes: { takes: 'TEXT', help: 'notes to keep with the version' },
  tag: { takes: 'TAG', many: true, help: 'a tag' },
} as const satisfies OptionRows;

/** What the options above were given as. */
export type OriginOptions = {
  readonly data: readonly string[];
  readonly 'git-commit': string | undefined;
} & { readonly [Flag in (typeof filePathFlags)[keyof FilePaths]]: string | undefined };

/**
 * The facts of a registration that its options say: its training, its lineage and where its files are; undefined where nothing is said.
 * @throws InvalidInputError usage for a number that is none
 */
export function readOrigin(
  training: Readonly<Record<string, unknown>>,
  origin: OriginOptions,
): Pick<Registration, 'training' | 'lineage' | 'filePaths'> {
  const facts = trainingFields.flatMap(field => {
    const given = training[field.flag];
    return typeof given === 'string' ? [[field.fact, readFact(field, given)] as const] : [];
  });
  const gitCommit = readOptional(origin['git-commit']);
  const paths = Object.entries(filePathFlags).flatMap(([part, flag]) => {
    const given = readOptional(origin[flag]);
    return given === undefined ? [] : [[part, given] as const];
  });
  return {
    training: facts.length === 0 ? undefined : (Object.fromEntries(facts) as TrainingFacts),
    lineage:
      origin.data.length === 0 && gitCommit === undefined
        ? undefined
        : { dataSources: origin.data.map(readText), gitCommit },
    filePaths: paths.length === 0 ? undefined : (Object.fromEntries(paths) as FilePaths),
  };
}

function readFact({ flag, value }: TrainingField, given: string): string | number {
  if (value === 'text') return readText(given);
  const number = Number(given);
  const isNumber = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) && Number.isFinite(number);
  if (isNumber && (value === 'number' || Number.isSafeInteger(number))) return number;
  const wanted = value === 'whole' ? 'a whole number from 0' : 'a number from 0';
  throw new InvalidInputError(
    'usage',
    `--${flag} takes ${wanted}, not ${makeSafeText(given, { limit: 40 })}.`,
  );
}

function readOptional(given: string | undefined): string | undefined {
  return given === undefined ? undefined : readText(given);
}
