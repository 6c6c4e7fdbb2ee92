import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatFrontMatter } from '../../../src/adapters/hub/front-matter.ts';
import type { CardFacts } from '../../../src/core/publish/card-facts.ts';
import { type CardTemplate, makeCard, usualCardTemplate } from '../../../src/core/publish/card-template.ts';
import { hostileTexts, makeHostileFacts, wholeCardFacts } from '../../support/hub/card-facts.ts';

const make = (facts: CardFacts, template: CardTemplate = usualCardTemplate): string =>
  makeCard(facts, template, formatFrontMatter);

/** As the hub takes a card apart. */
function takeApart(card: string): { readonly front: Record<string, unknown>; readonly body: string } {
  const [whole = '', yaml = ''] = /^---\n([\s\S]*?)\n---[ \t]*\n/.exec(card) ?? [];
  return { front: parse(yaml), body: card.slice(whole.length) };
}

describe('a model card', () => {
  it('says what is known: metrics, gate, override, lineage, licence, files, record', () => {
    const { front, body } = takeApart(make(wholeCardFacts));
    expect(front).toEqual({
      license: 'apache-2.0',
      library_name: 'peft',
      base_model: 'EleutherAI/gpt-neo-125m',
      tags: ['lastgood', 'lora', 'safetensors', 'hr', 'rag'],
      'model-index': [
        {
          name: 'tiny-llm v3',
          results: [
            {
              task: { type: 'other' },
              dataset: { name: 'evaluation of team', type: 'other' },
              metrics: [
                { type: 'bleu4', name: 'bleu4', value: 0.1603 },
                { type: 'loss', name: 'loss', value: 1e-7 },
                { type: 'rougeL_precision', name: 'rougeL_precision', value: 0.6641 },
                { type: 'tokens', name: 'tokens', value: 1e21 },
              ],
            },
          ],
        },
      ],
    });
    expect(body.split('\n')).toEqual([
      '',
      '# tiny-llm v3',
      '',
      'Answers questions about leave.',
      '',
      '## Results',
      '',
      '| metric | value |',
      '| --- | --- |',
      '| bleu4 | 0.1603 |',
      '| loss | 1e-7 |',
      '| rougeL_precision | 0.6641 |',
      '| tokens | 1e+21 |',
      '',
      'As measured: no number is weighted or rounded.',
      '',
      '## Quality gate',
      '',
      '| for | verdict | policy | evaluated |',
      '| --- | --- | --- | --- |',
      '| production | **FAIL** | rag | 2026-11-20T11:00:00.000Z |',
      '',
      '**Gate overridden** for production on 2026-11-20T12:00:00.000Z (it said FAIL): INC-42: the old one is worse',
      '',
      '## How to load it',
      '',
      '```python',
      'from peft import AutoPeftModelForCausalLM',
      'model = AutoPeftModelForCausalLM.from_pretrained("acme/tiny-llm", revision="v3")',
      '```',
      '',
      '## Origin',
      '',
      '- Base model: EleutherAI/gpt-neo-125m',
      '- Made from: v2',
      '- Trained on: leave-questions',
      '- Code: 4f5e6d7',
      '- Framework: unsloth',
      '- Samples: 1200',
      '- Learning rate: 0.0002',
      '',
      '## Licence',
      '',
      'apache-2.0',
      '',
      '## Files',
      '',
      '| file | bytes | sha256 |',
      '| --- | --- | --- |',
      `| adapter_config.json | 12 | \`${'a'.repeat(64)}\` |`,
      `| adapter_model.safetensors | 34 | \`${'b'.repeat(64)}\` |`,
      '',
      '## Record',
      '',
      '- Registry: team (directory)',
      '- Version: tiny-llm v3',
      '- Registered: 2026-11-20T10:00:00.000Z',
      '- Operation: operation-3',
      `- sha256 of its record: \`${'c'.repeat(64)}\``,
      '',
    ]);
  });

  it('is the same text for the same facts', () => {
    expect(make(wholeCardFacts)).toBe(make({ ...wholeCardFacts, metrics: { ...wholeCardFacts.metrics } }));
  });

  it('of a version nobody knows anything of is whole too', () => {
    const nothing = { metrics: {}, gates: [], overrides: [], tags: [], files: [], training: {} };
    const unknown = { description: undefined, notes: undefined, license: undefined, parent: undefined };
    const { front, body } = takeApart(
      make({ ...wholeCardFacts, ...nothing, ...unknown, lineage: undefined }),
    );
    expect(front).toEqual({ tags: ['lastgood'] });
    expect(body).toContain('Nothing was measured.');
    expect(body).toContain('No licence was named.');
    expect(body).toContain('No gate has judged this version.');
  });

  it.each([
    ['majora:v1', undefined],
    ['/models/llama', undefined],
    ['gpt2', undefined],
    ['meta-llama/Llama-3.1-8B', 'meta-llama/Llama-3.1-8B'],
  ])('the base model %s is named to the hub as %s', (baseModel, named) => {
    const { front } = takeApart(make({ ...wholeCardFacts, training: { baseModel } }));
    expect(front['base_model']).toBe(named);
  });

  it('every number comes back as it was measured', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        const { front, body } = takeApart(make({ ...wholeCardFacts, metrics: { measured: value } }));
        const cell = /^\| measured \| (.+) \|$/m.exec(body)?.[1];
        const told = Number(JSON.stringify(value));
        expect(Number(cell)).toBe(told);
        expect(front['model-index']).toMatchObject([{ results: [{ metrics: [{ value: told }] }] }]);
      }),
    );
  });
});

describe('texts from outside', () => {
  /** Lines that are built by us and hold no text: the structure of a card. */
  const outline = (card: string): readonly string[] =>
    takeApart(card)
      .body.split('\n')
      .map(line => /^(#{1,6}|```|\| |- |$)/.exec(line)?.[1] ?? 'text');

  it.each(hostileTexts)('%j changes nothing about the form of a card', text => {
    expect(outline(make(makeHostileFacts(text)))).toEqual(outline(make(makeHostileFacts('plain'))));
  });

  it.each(hostileTexts)('%j is in the front matter what it is', text => {
    const { front } = takeApart(make(makeHostileFacts(text)));
    expect(front['tags']).toContain(text);
    expect(front['model-index']).toMatchObject([
      { name: `${text} ${text}`, results: [{ metrics: [{ type: text, value: 0.5 }] }] },
    ]);
    expect(Object.keys(front).toSorted()).toEqual(['license', 'model-index', 'tags']);
  });

  it('whatever a text is: no cell, no line and no end of the front matter comes from it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const card = make(makeHostileFacts(text));
        expect(outline(card)).toEqual(outline(make(makeHostileFacts('plain'))));
        const rows = takeApart(card)
          .body.split('\n')
          .filter(line => line.startsWith('| '));
        const cells = rows.map(row => [...row.matchAll(/\|/g)].length);
        expect(new Set(cells)).toEqual(new Set([3, 4, 5]));
      }),
    );
  });
});

describe('a template', () => {
  it('says of its own what it wants, but for the metrics', () => {
    const frontMatter = { license: 'mit', 'model-index': 'none', tags: ['theirs'] };
    const { front } = takeApart(make(wholeCardFacts, { source: 'card.md', frontMatter, body: 'x' }));
    expect(front).toMatchObject({
      license: 'mit',
      tags: ['theirs'],
      'model-index': [{ name: 'tiny-llm v3' }],
    });
  });

  it('that names no section there is, is refused with the nearest', () => {
    const template = { source: 'card.md', frontMatter: {}, body: 'a {{ lineag }}' };
    expect(() => make(wholeCardFacts, template)).toThrow(
      'card.md: there is no section {{lineag}}. Did you mean {{lineage}}?',
    );
  });

  it('is filled in once: a section named by a text stays a text', () => {
    const card = make({ ...wholeCardFacts, description: '{{files}}' });
    expect(card.match(/\| file \| bytes \| sha256 \|/g)).toHaveLength(1);
  });
});
