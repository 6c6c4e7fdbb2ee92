import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWeightsReader } from '../../../src/adapters/weights/weights-reader.ts';
import { withinTime } from '../../../src/adapters/weights/within-time.ts';
import type { WeightsHeader, WeightsReading } from '../../../src/core/weights/weights-header.ts';
import { formatGguf, type GgufParts, smallGguf } from '../../support/gguf-file.ts';
import { isWholeProof } from '../../support/proof-size.ts';
import { formatSafetensors, joinSafetensors, smallAdapter } from '../../support/safetensors-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const { readHeader } = createWeightsReader();

async function readBytes(bytes: Uint8Array, name = 'majora-v1-Q8_0.gguf'): Promise<WeightsReading> {
  const path = join(createTemporaryFolder(), name);
  await writeFile(path, bytes);
  return await readHeader(path);
}

async function readGood(bytes: Uint8Array, name?: string): Promise<WeightsHeader> {
  const reading = await readBytes(bytes, name);
  if (reading.state !== 'read') throw new Error(JSON.stringify(reading));
  return reading.header;
}

function withValues(values: GgufParts['values']): Buffer {
  return formatGguf({ ...smallGguf, values: { ...smallGguf.values, ...values } });
}

const smallHeader: WeightsHeader = {
  format: 'GGUF',
  architecture: 'qwen2',
  parameterCount: 256 + 1024 + 64,
  quantisation: 'Q8_0',
  storage: [
    { type: 'Q8_0', parameterCount: 1280 },
    { type: 'F32', parameterCount: 64 },
  ],
  contextLength: 32_768,
  adapter: undefined,
  part: undefined,
};

describe('the header of a GGUF file', () => {
  it('tells architecture, parameters, quantisation and context length', async () => {
    expect(await readGood(formatGguf(smallGguf))).toEqual(smallHeader);
  });

  it('is read in every version of the format and in both orders of bytes', async () => {
    for (const version of [1, 2, 3] as const)
      for (const order of ['little-endian', 'big-endian'] as const)
        expect([version, order, await readGood(formatGguf({ ...smallGguf, version, order }))]).toEqual([
          version,
          order,
          smallHeader,
        ]);
  });

  it('of a name without .gguf is known by its first bytes, behind a link too', async () => {
    const folder = createTemporaryFolder();
    await writeFile(join(folder, 'sha256-0a1b'), formatGguf(smallGguf));
    await symlink('sha256-0a1b', join(folder, 'model'));
    expect(await readHeader(join(folder, 'model'))).toEqual({ state: 'read', header: smallHeader });
  });

  it('is named by its commonest type where it does not say its quantisation', async () => {
    const { 'general.file_type': _, ...values } = smallGguf.values;
    expect(await readGood(formatGguf({ ...smallGguf, values }))).toEqual(smallHeader);
  });

  it('with a text of three megabytes and a hundred thousand tokens says the same', async () => {
    const tokens = Array.from({ length: 100_000 }, (_, place) => `token ${place}`);
    const bytes = withValues({
      'tokenizer.chat_template': 'x'.repeat(3_000_000),
      'tokenizer.ggml.tokens': { strings: tokens },
    });
    expect(await readGood(bytes)).toEqual(smallHeader);
  });

  it('of one part of several says which', async () => {
    const uint16 = (value: number) => ({ type: 2, bytes: Uint8Array.of(value, 0) });
    const header = await readGood(withValues({ 'split.no': uint16(1), 'split.count': uint16(3) }));
    expect(header.part).toEqual({ number: 2, count: 3 });
  });

  it('shows no line of an architecture that is over-long, and makes a hostile one safe', async () => {
    const long = await readGood(withValues({ 'general.architecture': 'a'.repeat(5000) }));
    expect([long.architecture, long.contextLength]).toEqual([undefined, undefined]);
    const hostile = await readGood(withValues({ 'general.architecture': '\u001b[31mred\u202e' }));
    expect(hostile.architecture).toBe('^[[31mred<U+202E>');
  });

  it.each<[why: string, bytes: () => Buffer, problem: RegExp]>([
    ['no GGUF at all', () => Buffer.from('this is a text'), /does not begin as a GGUF file/],
    ['an unknown version', () => withUint32(formatGguf(smallGguf), 4, 9), /version 9/],
    [
      'an absurd number of tensors',
      () => withUint32(formatGguf(smallGguf), 8, 2 ** 31),
      /2147483648 tensors/,
    ],
    ['an absurd number of values', () => withUint32(formatGguf(smallGguf), 16, 2 ** 31), /2147483648 values/],
    ['a key with a NUL', () => withValues({ 'general.\0': 1 }), /name of a key is no text/],
    ['an empty key', () => withValues({ '': 1 }), /name of a key has 0 bytes/],
    ['an over-long key', () => withValues({ ['k'.repeat(70_000)]: 1 }), /name of a key has 70000 bytes/],
    [
      'a type of value that is none',
      () => withValues({ odd: { type: 77, bytes: new Uint8Array(4) } }),
      /type 77/,
    ],
    ['an alignment that is none', () => withValues({ 'general.alignment': 33 }), /no power of two/],
    [
      'tensors that lie in each other',
      () =>
        formatGguf({ ...smallGguf, tensors: smallGguf.tensors.map(each => ({ ...each, dataBytes: 32 })) }),
      /one behind the other/,
    ],
    [
      'two tensors of one name',
      () => formatGguf({ ...smallGguf, tensors: smallGguf.tensors.map(each => ({ ...each, name: 'same' })) }),
      /same name/,
    ],
  ])('of %s cannot be read, and why is said', async (_, bytes, problem) => {
    expect(await readBytes(bytes())).toEqual({
      state: 'unreadable',
      problem: expect.stringMatching(problem),
    });
  });

  it('cut off anywhere is truncated: no byte less gives a value', { timeout: 120_000 }, async () => {
    const whole = formatGguf(smallGguf);
    const path = join(createTemporaryFolder(), 'cut.gguf');
    await writeFile(path, whole);
    const states = new Map<string, number>();
    for (let length = whole.length - 1; length >= 0; length -= 1) {
      await truncate(path, length);
      const { state } = await readHeader(path);
      states.set(state, (states.get(state) ?? 0) + 1);
    }
    expect([...states]).toEqual([['truncated', whole.length]]);
  });

  it('with any bytes changed ends in an answer, and tells nothing that is not in the file', async () => {
    const whole = formatGguf(smallGguf);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async changes => {
        const bytes = Buffer.from(whole);
        for (const [place, byte] of changes) bytes[place] = byte;
        const reading = await readBytes(bytes);
        if (reading.state !== 'read') return;
        const { parameterCount = 0, architecture, contextLength } = reading.header;
        expect(parameterCount).toBeLessThanOrEqual(bytes.length * 8);
        if (architecture !== undefined && /^[\w]+$/.test(architecture))
          expect(bytes.includes(architecture)).toBe(true);
        if (contextLength !== undefined) expect(bytes.includes(uint32Bytes(contextLength))).toBe(true);
      }),
      { numRuns: isWholeProof ? 1500 : 500 },
    );
  });
});

describe('the header of a safetensors file', () => {
  const name = 'adapter_model.safetensors';

  it('tells parameters and how they are stored', async () => {
    expect(await readGood(formatSafetensors(smallAdapter), name)).toEqual({
      format: 'safetensors',
      parameterCount: 100,
      quantisation: 'BF16',
      storage: [
        { type: 'BF16', parameterCount: 96 },
        { type: 'F32', parameterCount: 4 },
      ],
      architecture: undefined,
      contextLength: undefined,
      adapter: undefined,
      part: undefined,
    });
  });

  it('cut off anywhere is truncated', { timeout: 120_000 }, async () => {
    const whole = formatSafetensors(smallAdapter);
    const path = join(createTemporaryFolder(), name);
    await writeFile(path, whole);
    for (let length = whole.length - 1; length >= 0; length -= 1) {
      await truncate(path, length);
      expect([length, (await readHeader(path)).state]).toEqual([length, 'truncated']);
    }
  });

  it.each<[why: string, header: string, dataBytes: number, problem: RegExp]>([
    ['no JSON', '{"a": nothing}', 0, /header is malformed/],
    ['a list', '[]', 0, /its header is no object/],
    ['a tensor twice', '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{}}', 1, /twice/],
    ['an unknown type', '{"a":{"dtype":"U9","shape":[1],"data_offsets":[0,1]}}', 1, /type that safetensors/],
    ['a negative shape', '{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}', 1, /shape of a tensor/],
    [
      'a shape that does not fill its place',
      '{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,1]}}',
      1,
      /fill/,
    ],
    ['a hole', '{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', 2, /one behind the other/],
    [
      'bytes that belong to none',
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      5,
      /4 bytes behind/,
    ],
  ])('of %s cannot be read, and why is said', async (_, header, dataBytes, problem) => {
    expect(await readBytes(joinSafetensors(header, dataBytes), name)).toEqual({
      state: 'unreadable',
      problem: expect.stringMatching(problem),
    });
  });

  it('that says it is larger than the format allows is not read', async () => {
    const bytes = Buffer.alloc(64);
    bytes.writeBigUInt64LE(10n ** 15n);
    expect(await readBytes(bytes, name)).toEqual({
      state: 'unreadable',
      problem: 'it says that its header has 1000000000000000 bytes',
    });
  });

  it('with any bytes changed ends in an answer', async () => {
    const whole = formatSafetensors(smallAdapter);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async changes => {
        const bytes = Buffer.from(whole);
        for (const [place, byte] of changes) bytes[place] = byte;
        const reading = await readBytes(bytes, name);
        if (reading.state !== 'read') return;
        expect(reading.header.parameterCount ?? 0).toBeLessThanOrEqual(208 * 2);
      }),
      { numRuns: 500 },
    );
  });
});

describe('weights in a folder', () => {
  async function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const folder = join(createTemporaryFolder(), 'weights');
    await mkdir(folder);
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return folder;
  }

  it('of PEFT are an adapter over its base model', async () => {
    const folder = await makeFolder({
      'adapter_model.safetensors': formatSafetensors(smallAdapter),
      'adapter_config.json': JSON.stringify({
        ...{ peft_type: 'LORA', base_model_name_or_path: 'Qwen/Qwen2.5-Coder-7B-Instruct' },
        ...{ r: 16, lora_alpha: 32 },
      }),
    });
    const reading = await readHeader(folder);
    expect(reading).toMatchObject({
      state: 'read',
      header: {
        parameterCount: 100,
        adapter: { kind: 'lora', baseModel: 'Qwen/Qwen2.5-Coder-7B-Instruct', rank: 16, alpha: 32 },
      },
    });
  });

  it('of MLX are the adapter, not what its training left beside', async () => {
    const folder = await makeFolder({
      'adapters.safetensors': formatSafetensors(smallAdapter),
      '0000100_adapters.safetensors': 'half written',
      'adapter_config.json': JSON.stringify({
        ...{ fine_tune_type: 'lora', model: 'models/din-lora-model', lora_parameters: { rank: 8 } },
      }),
    });
    expect(await readHeader(folder)).toMatchObject({
      state: 'read',
      header: { adapter: { kind: 'lora', baseModel: 'models/din-lora-model', rank: 8, alpha: undefined } },
    });
  });

  it('of a model in parts are added up, and one part too few is said', async () => {
    const parts = { 1: smallAdapter, 2: { bias: { dtype: 'F32', shape: [200], dataBytes: 800 } } };
    const files = {
      'model-00001-of-00002.safetensors': formatSafetensors(parts[1]),
      'config.json': JSON.stringify({
        architectures: ['Qwen2ForCausalLM'],
        max_position_embeddings: 4096,
      }),
    };
    const second = { 'model-00002-of-00002.safetensors': formatSafetensors(parts[2]) };
    expect(await readHeader(await makeFolder({ ...files, ...second }))).toMatchObject({
      state: 'read',
      header: {
        ...{
          architecture: 'Qwen2ForCausalLM',
          contextLength: 4096,
          parameterCount: 300,
          quantisation: 'F32',
        },
      },
    });
    expect(await readHeader(await makeFolder(files))).toEqual({
      state: 'truncated',
      problem: '1 of its 2 parts are in the folder',
    });
  });

  it.each([
    ['no file of weights is in the folder', {}],
    ['the weights in the folder are neither GGUF nor safetensors', { 'adapter_model.bin': 'PK' }],
    ['several files of weights are in the folder: a.gguf, b.gguf', { 'a.gguf': '', 'b.gguf': '' }],
  ])('that are not there or not one: %s', async (problem, files) => {
    expect(await readHeader(await makeFolder(files))).toEqual({ state: 'unreadable', problem });
  });
});

describe('a path', () => {
  it('that leads to nothing is elsewhere', async () => {
    expect(await readHeader('/models/of/another/machine.gguf')).toEqual({ state: 'elsewhere' });
  });

  it('that leads to a device is refused without waiting', async () => {
    expect(await readHeader('/dev/zero')).toEqual({
      state: 'unreadable',
      problem: 'it is not a regular file (EINVAL)',
    });
  });

  it('that takes longer than it may is given up', async () => {
    expect(await withinTime(new Promise<string>(() => undefined), 1, 'late')).toBe('late');
    expect(await withinTime(Promise.resolve('there'), 60_000, 'late')).toBe('there');
  });
});

function withUint32(bytes: Buffer, place: number, value: number): Buffer {
  bytes.writeUInt32LE(value, place);
  return bytes;
}

function uint32Bytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
