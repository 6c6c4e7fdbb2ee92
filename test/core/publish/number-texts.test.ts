import { describe, expect, it } from 'vitest';
import { listNumbers } from '../../../src/adapters/hub/list-numbers.ts';
import { findNumberTexts } from '../../../src/core/publish/number-texts.ts';

const find = (json: string, metrics: Readonly<Record<string, number>>) =>
  Object.fromEntries(findNumberTexts(metrics, listNumbers(new TextEncoder().encode(json))));

describe('the text of a metric in the evidence', () => {
  it.each(['12345678901234567890.123', '-0.0', '0.50', '1E-7', '0.1000000000000000055511151231257827'])(
    '%s is found digit for digit',
    text => {
      const found = find(`{"runs": [{"bleu4": ${text}}], "other": 3}`, { bleu4: Number(text) });
      expect(found).toEqual({ bleu4: text });
    },
  );

  it('is that of the evidence, which stands behind the record', () => {
    const json = '[{"tokens": 12345678901234567000}, {"tokens": 12345678901234567890.123}]';
    const text = '12345678901234567890.123';
    expect(find(json, { tokens: Number(text) })).toEqual({ tokens: text });
  });

  it.each([
    ['another number of the same name', '{"bleu4": 0.2}'],
    ['another name', '{"bleu": 0.1}'],
    ['a text', '{"bleu4": "0.1"}'],
    ['a text without end', `{"bleu4": 0.1${'0'.repeat(200)}}`],
    ['no JSON', '{"bleu4": 0.1'],
  ])('is not taken from %s', (_, json) => {
    expect(find(json, { bleu4: 0.1 })).toEqual({});
  });
});
