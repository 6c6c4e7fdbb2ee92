import type { Json } from '../history/canonical-json.ts';
import { type CardFacts, listMeasured } from './card-facts.ts';
import { findModelFormat } from './model-format.ts';

/** The front matter of a card: what the hub reads of it. */
export type FrontMatter = Readonly<Record<string, Json>>;

/** Longest tag, in characters. */
const tagLimit = 100;

/**
 * What the hub is told of a version. What the template says of its own goes before ours, but for the metrics: those are what was measured.
 * Pure. @see https://github.com/huggingface/hub-docs/blob/main/modelcard.md?plain=1
 */
export function makeFrontMatter(facts: CardFacts, ofTemplate: FrontMatter): FrontMatter {
  const { license } = facts;
  const { library, tags } = findModelFormat(facts.files);
  const baseModel = findHubModel(facts.training.baseModel);
  const index = describeResults(facts);
  return {
    ...(license === undefined ? {} : { license }),
    ...(library === undefined ? {} : { library_name: library }),
    ...(baseModel === undefined ? {} : { base_model: baseModel }),
    tags: [...new Set(['lastgood', ...tags, ...facts.tags.filter(tag => tag.length <= tagLimit)])],
    ...ofTemplate,
    ...(index === undefined ? {} : { 'model-index': index }),
  };
}

/** Only the name of a model of the hub may stand there: the hub refuses every other one. Pure. */
export function findHubModel(baseModel: string | undefined): string | undefined {
  const isOfHub = /^[A-Za-z0-9_][\w.-]{0,95}\/[A-Za-z0-9_][\w.-]{0,95}$/.test(baseModel ?? '');
  return isOfHub && !/--|\.\./.test(baseModel ?? '') ? baseModel : undefined;
}

/** The task is not known here, and is called what the hub calls that. */
function describeResults({ model, version, metrics, registry }: CardFacts): Json | undefined {
  const measured = listMeasured(metrics);
  if (measured.length === 0) return undefined;
  return [
    {
      name: `${model} ${version}`,
      results: [
        {
          task: { type: 'other' },
          dataset: { name: `evaluation of ${registry.name}`, type: 'other' },
          metrics: measured.map(([name, value]) => ({ type: name, name, value })),
        },
      ],
    },
  ];
}
