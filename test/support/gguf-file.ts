/** A value of a GGUF header. A number is written as uint32 unless its type is said. */
export type GgufValue =
  | string
  | number
  | { readonly type: number; readonly bytes: Uint8Array }
  | { readonly strings: readonly string[] };

/** A tensor: its dimensions and ggml's number of its type, with the bytes of its data. */
export type GgufTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly dataBytes: number;
};

/** What a GGUF file is made of. */
export type GgufParts = {
  readonly values: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
  readonly version?: 1 | 2 | 3;
  readonly order?: 'little-endian' | 'big-endian';
  readonly alignment?: number;
};

/** A small model as people have them: two tensors of Q8_0 and one of F32, with a vocabulary. */
export const smallGguf: GgufParts = {
  values: {
    'general.architecture': 'qwen2',
    'general.name': 'majora v1',
    'general.file_type': 7,
    'qwen2.context_length': 32_768,
    'qwen2.block_count': 1,
    'tokenizer.ggml.tokens': { strings: ['<s>', '</s>', 'hyrule', 'castle'] },
  },
  tensors: [
    { name: 'token_embd.weight', shape: [64, 4], type: 8, dataBytes: 272 },
    { name: 'blk.0.attn_q.weight', shape: [32, 32], type: 8, dataBytes: 1088 },
    { name: 'output_norm.weight', shape: [64], type: 0, dataBytes: 256 },
  ],
};

/** The bytes of a GGUF file, its data all 1. @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */
export function formatGguf({ values, tensors, version = 3, order, alignment = 32 }: GgufParts): Buffer {
  const isLittle = order !== 'big-endian';
  const pieces: Buffer[] = [];
  const uint32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (isLittle) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const uint64 = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    if (isLittle) bytes.writeBigUInt64LE(BigInt(value));
    else bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  };
  const count = version === 1 ? uint32 : uint64;
  const text = (value: string): Buffer =>
    Buffer.concat([count(Buffer.byteLength(value)), Buffer.from(value)]);
  const value = (of: GgufValue): Buffer => {
    if (typeof of === 'string') return Buffer.concat([uint32(8), text(of)]);
    if (typeof of === 'number') return Buffer.concat([uint32(4), uint32(of)]);
    if ('strings' in of)
      return Buffer.concat([uint32(9), uint32(8), count(of.strings.length), ...of.strings.map(text)]);
    return Buffer.concat([uint32(of.type), of.bytes]);
  };
  const names = Object.entries(values);
  pieces.push(Buffer.from('GGUF'), uint32(version), count(tensors.length), count(names.length));
  for (const [name, of] of names) pieces.push(text(name), value(of));
  let offset = 0;
  const data: Buffer[] = [];
  for (const { name, shape, type, dataBytes } of tensors) {
    pieces.push(text(name), uint32(shape.length), ...shape.map(count), uint32(type), uint64(offset));
    const padded = padTo(dataBytes, alignment);
    data.push(Buffer.alloc(padded, 1));
    offset += padded;
  }
  const header = Buffer.concat(pieces);
  const gap = Buffer.alloc(padTo(header.length, alignment) - header.length);
  const all = Buffer.concat([header, gap, ...data]);
  // Behind the last tensor nothing has to stand.
  const last = tensors.at(-1)?.dataBytes ?? 0;
  return all.subarray(0, all.length - (padTo(last, alignment) - last));
}

function padTo(length: number, alignment: number): number {
  return Math.ceil(length / alignment) * alignment;
}
