import type { TrainingFacts } from '../registry/version.ts';
import { type CardFacts, listMeasured } from './card-facts.ts';
import { escapeMarkdown, formatCode, formatMarkdownTable } from './escape-markdown.ts';
import { findModelFormat } from './model-format.ts';

/** Longest text of a person in a card, in characters. */
const textLimit = 4000;

/** A part of a card as Markdown, escaped already. Pure. */
type Section = (facts: CardFacts) => string;

/** What a template may name between two pairs of braces, in the order of docs/publish.md. */
export const cardSections = {
  model: facts => escapeMarkdown(facts.model),
  version: facts => escapeMarkdown(facts.version),
  repository: facts => facts.repository,
  tag: facts => facts.tag,
  description: facts => shorten(facts.description ?? facts.notes ?? 'Nobody has described this model.'),
  notes: facts => shorten(facts.notes ?? 'None.'),
  license: facts => (facts.license === undefined ? 'No licence was named.' : escapeMarkdown(facts.license)),
  base_model: facts => escapeMarkdown(facts.training.baseModel ?? 'unknown'),
  metrics: describeMetrics,
  gate: describeGate,
  lineage: describeLineage,
  usage: describeUsage,
  files: ({ files }) =>
    formatMarkdownTable(
      ['file', 'bytes', 'sha256'],
      files.map(({ path, bytes, sha256 }) => [escapeMarkdown(path), String(bytes), `\`${sha256}\``]),
    ),
  record: describeRecord,
} as const satisfies Readonly<Record<string, Section>>;

export type CardSectionName = keyof typeof cardSections;

function describeMetrics({ metrics, numberTexts }: CardFacts): string {
  const measured = listMeasured(metrics);
  if (measured.length === 0) return 'Nothing was measured.';
  const rows = measured.map(([name, value]) => [
    escapeMarkdown(name),
    numberTexts.get(name) ?? JSON.stringify(value),
  ]);
  return formatMarkdownTable(['metric', 'value'], rows);
}

function describeGate({ gates, overrides }: CardFacts): string {
  const rows = gates.map(({ alias, verdict, policy, evaluatedAt }) => [
    escapeMarkdown(alias),
    `**${verdict}**`,
    escapeMarkdown(policy),
    evaluatedAt,
  ]);
  const table = formatMarkdownTable(['for', 'verdict', 'policy', 'evaluated'], rows);
  const marks = overrides.map(({ alias, verdict, reason, at }) => {
    const when = at === null ? '' : ` on ${at}`;
    const why = reason === null ? 'no reason was given' : escapeMarkdown(reason);
    return `**Gate overridden** for ${escapeMarkdown(alias)}${when} (it said ${verdict}): ${why}`;
  });
  const said = gates.length === 0 ? 'No gate has judged this version.' : table;
  return [said, ...marks].join('\n\n');
}

function describeLineage({ parent, lineage, training, version }: CardFacts): string {
  const commit = lineage?.gitCommit;
  const lines = [
    ...(training.baseModel === undefined ? [] : [`Base model: ${escapeMarkdown(training.baseModel)}`]),
    parent === undefined
      ? `${escapeMarkdown(version)} was made from no earlier version that is known.`
      : `Made from: ${escapeMarkdown(parent)}`,
    ...(lineage?.dataSources ?? []).map(name => `Trained on: ${escapeMarkdown(name)}`),
    ...(commit === undefined ? [] : [`Code: ${escapeMarkdown(commit)}`]),
    ...listTraining(training).map(([label, value]) => `${label}: ${escapeMarkdown(String(value))}`),
  ];
  return lines.map(line => `- ${line}`).join('\n');
}

function listTraining(training: TrainingFacts): readonly (readonly [string, string | number])[] {
  const rows = [
    ['Framework', training.framework],
    ['Samples', training.samples],
    ['Epochs', training.epochs],
    ['Batch size', training.batchSize],
    ['Learning rate', training.learningRate],
    ['Longest sequence, in tokens', training.maxSequenceLength],
    ['Hardware', training.hardware],
  ] as const;
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function describeUsage({ repository, tag, files }: CardFacts): string {
  const { library, gguf } = findModelFormat(files);
  const where = `"${repository}", revision="${tag}"`;
  const snapshot = ['from huggingface_hub import snapshot_download', `folder = snapshot_download(${where})`];
  if (library === 'peft')
    return formatCode('python', [
      'from peft import AutoPeftModelForCausalLM',
      `model = AutoPeftModelForCausalLM.from_pretrained(${where})`,
    ]);
  if (library === 'transformers')
    return formatCode('python', [
      'from transformers import AutoModelForCausalLM',
      `model = AutoModelForCausalLM.from_pretrained(${where})`,
    ]);
  if (gguf === undefined) return formatCode('python', snapshot);
  return formatCode('python', [
    'from huggingface_hub import hf_hub_download',
    `path = hf_hub_download("${repository}", ${JSON.stringify(gguf)}, revision="${tag}")`,
  ]);
}

function describeRecord(facts: CardFacts): string {
  const { registry, model, version, createdAt, operationId, recordSha256 } = facts;
  const lines = [
    `Registry: ${escapeMarkdown(registry.name)} (${registry.kind})`,
    `Version: ${escapeMarkdown(model)} ${escapeMarkdown(version)}`,
    ...(createdAt === undefined ? [] : [`Registered: ${escapeMarkdown(createdAt)}`]),
    ...(operationId === undefined ? [] : [`Operation: ${escapeMarkdown(operationId)}`]),
    ...(recordSha256 === undefined ? [] : [`sha256 of its record: \`${recordSha256}\``]),
  ];
  return lines.map(line => `- ${line}`).join('\n');
}

/** What a person wrote stays one paragraph: nothing in it begins a heading or a rule. */
function shorten(text: string): string {
  const escaped = escapeMarkdown(text.length > textLimit ? `${text.slice(0, textLimit - 1)}…` : text);
  return escaped === '' ? '—' : escaped;
}
