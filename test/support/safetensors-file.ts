/** A tensor of a safetensors file: the name of its type, its shape and the bytes of its data. */
export type SafeTensor = {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly dataBytes: number;
};

/** A LoRA adapter as PEFT writes it, in miniature: 96 numbers of BF16 and 4 of F32. */
export const smallAdapter: Readonly<Record<string, SafeTensor>> = {
  'base_model.model.q_proj.lora_A.weight': { dtype: 'BF16', shape: [2, 24], dataBytes: 96 },
  'base_model.model.q_proj.lora_B.weight': { dtype: 'BF16', shape: [24, 2], dataBytes: 96 },
  'base_model.model.scale': { dtype: 'F32', shape: [4], dataBytes: 16 },
};

/** The bytes of a safetensors file, its data all 1. @see https://github.com/huggingface/safetensors */
export function formatSafetensors(tensors: Readonly<Record<string, SafeTensor>>): Buffer {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, dataBytes }]) => {
    const begin = offset;
    offset += dataBytes;
    return [name, { dtype, shape, data_offsets: [begin, offset] }];
  });
  const header = { __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) };
  return joinSafetensors(JSON.stringify(header), offset);
}

/** A header, whatever it says, behind its length, with so many bytes of data. */
export function joinSafetensors(header: string, dataBytes: number): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, bytes, Buffer.alloc(dataBytes, 1)]);
}
