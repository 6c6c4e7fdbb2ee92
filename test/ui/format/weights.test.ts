import { describe, expect, it } from 'vitest';
import type { WeightsHeader } from '../../../src/core/weights/weights-header.ts';
import { describeWeights, formatLargeCount } from '../../../src/ui/format/weights.ts';

const header: WeightsHeader = {
  format: 'GGUF',
  architecture: 'qwen2',
  parameterCount: 7_615_616_512,
  quantisation: 'Q4_K_M',
  storage: [
    { type: 'Q4_K', parameterCount: 6_000_000_000 },
    { type: 'Q6_K', parameterCount: 1_615_000_000 },
    { type: 'F32', parameterCount: 616_512 },
  ],
  contextLength: 32_768,
  adapter: undefined,
  part: undefined,
};

function wordsOf(changes: Partial<WeightsHeader>): string {
  return describeWeights({ state: 'read', header: { ...header, ...changes } }).words;
}

describe('weights in a line', () => {
  it('are a model by its architecture, size, quantisation and context', () => {
    expect(wordsOf({})).toBe(
      'GGUF, qwen2, 7.62 B parameters, Q4_K_M (Q4_K 79%, Q6_K 21%, F32 0.0081%), context 32,768 tokens',
    );
  });

  it('say only what is known', () => {
    const unknown = { architecture: undefined, contextLength: undefined };
    const storage = [{ type: 'BF16', parameterCount: 100 }];
    const words = wordsOf({
      ...unknown,
      format: 'safetensors',
      parameterCount: 100,
      quantisation: 'BF16',
      storage,
    });
    expect(words).toBe('safetensors, 100 parameters, BF16');
    expect(wordsOf({ ...unknown, parameterCount: undefined, quantisation: undefined, storage: [] })).toBe(
      'GGUF, no parameters',
    );
  });

  it('are an adapter over its base model, or a part', () => {
    const adapter = { kind: 'lora', baseModel: 'Qwen/Qwen2.5-Coder-7B', rank: 16, alpha: 32 };
    expect(wordsOf({ adapter })).toContain('lora rank 16 alpha 32 over Qwen/Qwen2.5-Coder-7B');
    expect(wordsOf({ part: { number: 2, count: 3 } })).toMatch(/^GGUF, part 2 of 3, qwen2/);
  });

  it('that cannot be read say why, and a truncated file is no warning but an error', () => {
    expect(describeWeights({ state: 'truncated', problem: 'it ends early' })).toEqual({
      words: 'TRUNCATED: it ends early',
      tone: 'bad',
    });
    expect(describeWeights({ state: 'unreadable', problem: 'permission denied (EACCES)' }).words).toBe(
      'cannot read its header: permission denied (EACCES)',
    );
    expect(describeWeights({ state: 'elsewhere' }).words).toBe('not on this machine');
  });

  it.each([
    [8192, '8,192'],
    [999_999, '999,999'],
    [1_000_000, '1 M'],
    [124_439_808, '124 M'],
    [1_040_000_000_000, '1.04 T'],
  ])('count %i as %s', (count, words) => {
    expect(formatLargeCount(count)).toBe(words);
  });
});
