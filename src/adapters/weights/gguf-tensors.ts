import { DamagedHeader } from './damaged-header.ts';
import { sizeOfTensor } from './ggml-blocks.ts';

/** A tensor of a GGUF file by its header. */
export type TensorPlace = {
  readonly numberCount: bigint;
  /** ggml's number of the way it is stored. */
  readonly type: number;
  /** From where the data begin. */
  readonly offset: bigint;
};

/** All tensors of a file, and what is needed to know where their data are. */
type TensorPlaces = {
  readonly tensors: readonly TensorPlace[];
  readonly headerEnd: number;
  /** In bytes; a power of two. */
  readonly alignment: number;
  readonly fileBytes: number;
};

/**
 * Holds the tensors against each other and the file, as llama.cpp does: each begins where the one before ends, and the last ends inside
 * the file. Answers why the file is truncated; undefined when all of it is there. Pure.
 * @throws DamagedHeader where the tensors contradict each other
 */
export function checkTensorPlaces({
  tensors,
  headerEnd,
  alignment,
  fileBytes,
}: TensorPlaces): string | undefined {
  const step = BigInt(alignment);
  let end = 0n;
  let isEndKnown = true;
  for (const { numberCount, type, offset } of tensors) {
    const begin = pad(end, step);
    if (offset < begin || offset % step !== 0n || (isEndKnown && offset !== begin))
      throw new DamagedHeader('its tensors do not lie one behind the other');
    const size = sizeOfTensor(type, numberCount);
    if (size === 'uneven') throw new DamagedHeader('a tensor does not fill whole blocks');
    isEndKnown = size !== undefined;
    end = offset + (size ?? 1n);
  }
  if (tensors.length === 0) return undefined;
  const wantedBytes = pad(BigInt(headerEnd), step) + end;
  return wantedBytes > BigInt(fileBytes)
    ? `its tensors need ${wantedBytes} bytes, and the file has ${fileBytes}`
    : undefined;
}

function pad(offset: bigint, step: bigint): bigint {
  return ((offset + step - 1n) / step) * step;
}
