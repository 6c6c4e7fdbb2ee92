import type { CardFacts } from '../../../src/core/publish/card-facts.ts';

/** A card's facts with everything that can be known. */
export const wholeCardFacts: CardFacts = {
  repository: 'acme/tiny-llm',
  model: 'tiny-llm',
  version: 'v3',
  tag: 'v3',
  createdAt: '2026-11-20T10:00:00.000Z',
  description: 'Answers questions about leave.',
  notes: 'Retrained after INC-42.',
  tags: ['hr', 'rag'],
  metrics: { bleu4: 0.1603, loss: 1e-7, tokens: 1e21, rougeL_precision: 0.6641, contribution_bleu4: 0.06412 },
  numberTexts: new Map(),
  gates: [{ alias: 'production', verdict: 'FAIL', policy: 'rag', evaluatedAt: '2026-11-20T11:00:00.000Z' }],
  overrides: [
    {
      alias: 'production',
      verdict: 'FAIL',
      reason: 'INC-42: the old one is worse',
      at: '2026-11-20T12:00:00.000Z',
    },
  ],
  license: 'apache-2.0',
  parent: 'v2',
  training: { baseModel: 'EleutherAI/gpt-neo-125m', framework: 'unsloth', samples: 1200, learningRate: 2e-4 },
  lineage: { dataSources: ['leave-questions'], gitCommit: '4f5e6d7' },
  files: [
    { path: 'adapter_config.json', bytes: 12, sha256: 'a'.repeat(64) },
    { path: 'adapter_model.safetensors', bytes: 34, sha256: 'b'.repeat(64) },
  ],
  registry: { name: 'team', kind: 'directory' },
  operationId: 'operation-3',
  recordSha256: 'c'.repeat(64),
};

/** Texts that mean something to YAML, Markdown or HTML. */
export const hostileTexts: readonly string[] = [
  '---',
  '--- | inject: true',
  '```\n---\nlicense: mit\n---\n```',
  '# heading',
  '- item',
  '1. first',
  '| a | b |',
  'a\\|b `c|d` ``e``',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- hidden',
  '[text](https://evil.example)',
  '![image](https://evil.example/x.png)',
  'https://evil.example www.evil.example mail@evil.example',
  '**bold** _em_ ~~gone~~ snake_case_name',
  '&lt;b&gt; &amp; &#60;',
  '{{metrics}}',
  '$x$ \\(y\\) @everyone',
  'no',
  'null',
  '1e5',
  '0x1F',
  '2026-11-20',
  '12:30',
  '"quoted" \'single\'',
  'a: b # c',
  '!!python/object:os.system x',
  '&anchor *alias',
  '<<',
  '=',
  'Zoë 日本語 🙂',
];

/** Facts with a hostile text at every place that comes from outside. */
export function makeHostileFacts(text: string): CardFacts {
  return {
    ...wholeCardFacts,
    model: text,
    version: text,
    description: text,
    notes: text,
    tags: [text],
    metrics: { [text]: 0.5 },
    gates: [{ alias: text, verdict: 'PASS', policy: text, evaluatedAt: '2026-11-20T11:00:00.000Z' }],
    overrides: [{ alias: text, verdict: 'NONE', reason: text, at: null }],
    parent: text,
    training: { baseModel: text, framework: text, hardware: text },
    lineage: { dataSources: [text], gitCommit: text },
    files: [{ path: `${text}.gguf`, bytes: 1, sha256: 'a'.repeat(64) }],
    registry: { name: text, kind: 'directory' },
    operationId: text,
  };
}
