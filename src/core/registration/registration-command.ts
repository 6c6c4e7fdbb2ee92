import { trainingFields } from '../registry/training-fields.ts';
import type { EvidenceFile, FilePaths, Registration } from './registration.ts';

/** Options of `lastgood register` that say where a version's files are, by what they are. */
export const filePathFlags = {
  lora: 'lora-path',
  gguf: 'gguf-path',
  checkpoint: 'checkpoint-path',
  config: 'config-path',
} as const satisfies Record<keyof FilePaths, string>;

/** The words after `lastgood` that register the same. Pure. */
export function describeRegistrationCommand(registration: Registration): readonly string[] {
  const { model, version, weights, configurationPath, resultsPath, parent, notes, tags } = registration;
  const named = registration.evidence.filter(
    ({ path }) => resultsPath === undefined || !path.startsWith(`${resultsPath}/`),
  );
  return [
    ...['register', model],
    ...(version === undefined ? [] : [version]),
    ...Object.entries(registration.metrics ?? {}).map(([name, value]) => `${name}=${value}`),
    ...flag('--model-path', weights?.at === 'local' ? weights.path : weights?.text),
    ...flag('--results', resultsPath),
    ...named.flatMap(({ role, path }) => flag(evidenceFlags[role], path)),
    ...flag('--pipeline-config', configurationPath),
    ...flag('--parent', parent),
    ...describeOrigin(registration),
    ...flag('--notes', notes),
    ...tags.flatMap(tag => flag('--tag', tag)),
    ...flag('--reason', registration.reason),
  ];
}

function describeOrigin({ training, lineage, filePaths }: Registration): readonly string[] {
  return [
    ...trainingFields.flatMap(({ fact, flag: name }) => flag(`--${name}`, training?.[fact])),
    ...(lineage?.dataSources ?? []).flatMap(name => flag('--data', name)),
    ...flag('--git-commit', lineage?.gitCommit),
    ...Object.entries(filePathFlags).flatMap(([part, name]) =>
      flag(`--${name}`, filePaths?.[part as keyof FilePaths]),
    ),
  ];
}

function flag(name: string, value: string | number | undefined): readonly string[] {
  return value === undefined ? [] : [name, String(value)];
}

/** Options that name a file, by the part it plays. */
const evidenceFlags = {
  eval_summary: '--summary-path',
  bias_report: '--bias-report-path',
  pipeline_config: '--pipeline-config',
  metrics: '--metrics-path',
  smoke_summary: '--smoke-path',
  tuning_report: '--tuning-path',
  other: '--evidence',
} as const satisfies Record<EvidenceFile['role'], string>;
