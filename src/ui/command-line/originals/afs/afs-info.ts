import { NotFoundError } from '../../../../core/errors/app-error.ts';
import { findAnyLiveVersion } from '../../../../core/plan/find-version.ts';
import { findModelDescription } from '../../../../core/registry/model-description.ts';
import type { ModelStatus } from '../../../../core/registry/model-status.ts';
import { loadModel } from '../../../../core/session/load-model.ts';
import { formatMetric } from '../../../format/number.ts';
import type { VersionDocument } from '../../json/version.ts';
import { defineVerb } from '../../verb.ts';
import { exitCodeOf } from '../../verb-result.ts';
import { loadVersionDocument } from '../../verbs/show.ts';
import { formatHeading } from './afs-text.ts';
import { afsGroup, openAfsRegistry } from './open-afs-registry.ts';

export const afsInfoVerb = defineVerb({
  name: 'afs info',
  alias: 'afs registry info',
  ours: 'show',
  group: afsGroup,
  summary: 'show a model by its newest version, and which one is deployed',
  words: ['MODEL'],
  options: {},
  run: async call => {
    const { host, words } = call;
    const session = await openAfsRegistry(call, 'to-look');
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const newest = status.index.versions.at(-1)?.version;
    if (newest === undefined)
      throw new NotFoundError('version-not-found', `${words.MODEL} has no versions yet.`);
    const version = await loadVersionDocument(session, host, words.MODEL, newest);
    return {
      exitCode: exitCodeOf('done'),
      document: () => version,
      lines: () => printInfo(status, version),
    };
  },
});

type Fields = readonly (readonly [label: string, value: string | null | undefined])[];

function printInfo(status: ModelStatus, version: VersionDocument): readonly string[] {
  const { description, owner, notes, tags } = findModelDescription(status);
  return [
    ...formatHeading(`Model: ${status.index.model}`, 60),
    ...formatFields('', [
      ['Description', description],
      ['Owner', owner],
      ['Tags', tags.join(', ')],
      ['Model Notes', notes],
      ['Latest Version', version.version],
      ['Status', version.whole === 'complete' ? version.state : version.whole],
      ['Created', version.createdAt],
      ['Deployed', version.state === 'deployed' ? 'True' : 'False'],
      ['Deployed Version', findAnyLiveVersion(status) ?? 'none'],
    ]),
    ...printTraining(version),
    '',
    'Evaluation Scores:',
    ...formatFields('  ', listScores(version)),
    ...printRest(version),
  ];
}

function printTraining({ training }: VersionDocument): readonly string[] {
  if (training === null) return [];
  const { durationHours, costUsd } = training;
  return [
    '',
    'Training:',
    ...formatFields('  ', [
      ['Base Model', training.baseModel],
      ['Framework', training.framework],
      ['Samples', formatNumber(training.samples)],
      ['Epochs', formatNumber(training.epochs)],
      ['Batch Size', formatNumber(training.batchSize)],
      ['Learning Rate', formatNumber(training.learningRate)],
      ['Duration', durationHours === null ? null : `${durationHours.toFixed(2)} hours`],
      ['Cost', costUsd === null ? null : `$${costUsd.toFixed(2)}`],
      ['Hardware', training.hardware],
    ]),
  ];
}

/** S2's five scores as it names them, then all others by name. */
function listScores({ metrics }: VersionDocument): Fields {
  const others = Object.keys(metrics).filter(name => !Object.hasOwn(scoreLabels, name));
  return [
    ...Object.entries(scoreLabels).map(([name, [label, digits, unit]]) => {
      const value = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
      return [label, value === undefined ? undefined : `${value.toFixed(digits)}${unit}`] as const;
    }),
    ...others.sort().map(name => [name, formatMetric(metrics[name])] as const),
  ];
}

const scoreLabels: Readonly<Record<string, readonly [label: string, digits: number, unit: string]>> = {
  accuracy: ['Accuracy', 4, ''],
  f1_score: ['F1 Score', 4, ''],
  perplexity: ['Perplexity', 4, ''],
  bleu_score: ['BLEU Score', 4, ''],
  inference_speed_tokens_per_sec: ['Speed', 0, ' tokens/sec'],
};

function printRest({ artifacts, lineage, parent, notes, tags }: VersionDocument): readonly string[] {
  const data = lineage?.dataSources ?? [];
  const rest = formatFields('', [
    ...artifacts.map(({ name, role }) => [fileLabels[role], name] as const),
    ['Parent', parent],
    ['Data', data.join(', ')],
    ['Git Commit', lineage?.gitCommit],
    ['Version Tags', tags.join(', ')],
  ]);
  return [...(rest.length === 0 ? [] : ['', ...rest]), ...(notes ? ['', `Notes: ${notes}`] : [])];
}

const fileLabels = { weights: 'Weights Path', configuration: 'Config Path', evidence: 'Evidence' } as const;

function formatNumber(value: number | null): string | null {
  return value === null ? null : String(value);
}

/** What is known, a line each. */
function formatFields(indent: string, fields: Fields): readonly string[] {
  return fields.flatMap(([label, value]) => (value ? [`${indent}${label}: ${value}`] : []));
}
