/** How a type of tensor is stored: in blocks of so many numbers, each of so many bytes. */
type Block = { readonly numbers: number; readonly bytes: number };

/** By ggml's number of the type. @see https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/constants.py GGML_QUANT_SIZES */
const blocks: ReadonlyMap<number, Block> = new Map(
  [
    [0, 1, 4],
    [1, 1, 2],
    [2, 32, 18],
    [3, 32, 20],
    [6, 32, 22],
    [7, 32, 24],
    [8, 32, 34],
    [9, 32, 36],
    [10, 256, 84],
    [11, 256, 110],
    [12, 256, 144],
    [13, 256, 176],
    [14, 256, 210],
    [15, 256, 292],
    [16, 256, 66],
    [17, 256, 74],
    [18, 256, 98],
    [19, 256, 50],
    [20, 32, 18],
    [21, 256, 110],
    [22, 256, 82],
    [23, 256, 136],
    [24, 1, 1],
    [25, 1, 2],
    [26, 1, 4],
    [27, 1, 8],
    [28, 1, 8],
    [29, 256, 56],
    [30, 1, 2],
    [34, 256, 54],
    [35, 256, 66],
    [39, 32, 17],
  ].map(([type = 0, numbers = 1, bytes = 1]) => [type, { numbers, bytes }]),
);

/**
 * Bytes that a tensor takes; undefined for a type that is not in the table, `uneven` where its numbers do not fill whole blocks. Pure.
 * @param type ggml's number of it
 */
export function sizeOfTensor(type: number, numberCount: bigint): bigint | undefined | 'uneven' {
  const block = blocks.get(type);
  if (block === undefined) return undefined;
  const perBlock = BigInt(block.numbers);
  return numberCount % perBlock === 0n ? (numberCount / perBlock) * BigInt(block.bytes) : 'uneven';
}
