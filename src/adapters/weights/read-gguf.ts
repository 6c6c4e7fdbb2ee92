import type { GGUFParseOutput } from '@huggingface/gguf';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { WeightsHeader, WeightsReading } from '../../core/weights/weights-header.ts';
import { ggufHeaderLimitBytes } from './limits.ts';
import type { OpenWeights } from './open-weights.ts';
import { outlineGguf } from './outline-gguf.ts';
import { nameCommonest, rankStorage } from './storage.ts';

/** What is read at first; most headers without a vocabulary end before. */
const firstBytes = 1024 * 1024;

/**
 * The header of a GGUF file, by @huggingface/gguf. That reader fills what a truncated file lacks with zeros and cuts long texts, so it is
 * handed only what {@link outlineGguf} has walked over and found whole, and only the values that are shown.
 */
export async function readGguf(file: OpenWeights): Promise<WeightsReading> {
  if (file.sizeBytes < 8)
    return { state: 'truncated', problem: `the file ends inside its header, after ${file.sizeBytes} bytes` };
  for (let length = firstBytes; ; ) {
    const bytes = await file.readStart(Math.min(length, file.sizeBytes, ggufHeaderLimitBytes));
    const found = outlineGguf(bytes, file.sizeBytes);
    switch (found.outline) {
      case 'whole':
        return await parseHeader(found.header, file.sizeBytes);
      case 'truncated':
        return { state: 'truncated', problem: found.problem };
      case 'damaged':
        return { state: 'unreadable', problem: found.problem };
      case 'more':
        if (bytes.length >= ggufHeaderLimitBytes)
          return { state: 'unreadable', problem: 'its header is larger than 64 MiB' };
        length = Math.max(length * 4, found.wantedEnd);
        break;
      default:
        return found satisfies never;
    }
  }
}

/** The address the reader is given; nothing is ever asked of it, the bytes come from memory. */
const noAddress = 'https://header.invalid/header.gguf';

async function parseHeader(header: Uint8Array, fileBytes: number): Promise<WeightsReading> {
  const library = await import('@huggingface/gguf');
  try {
    const parsed = await library.gguf(noAddress, {
      fetch: async (_address, request) => answerRange(header, fileBytes, request?.headers),
      computeParametersCount: true,
    });
    return { state: 'read', header: describe(parsed, library) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return { state: 'unreadable', problem: makeSafeText(why, { limit: 200 }).replace(/\.$/, '') };
  }
}

/** The bytes of a range as a server gives them; the size it tells is that of the whole file, which bounds what its tensors can hold. */
function answerRange(header: Uint8Array, fileBytes: number, headers: RequestInit['headers']): Response {
  const range = new Headers(headers).get('range') ?? '';
  const [, from = '0', to = '0'] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const body = new Uint8Array(header.subarray(Number(from), Number(to) + 1));
  return new Response(body, { headers: { 'content-range': `bytes ${from}-${to}/${fileBytes}` } });
}

type Names = Pick<typeof import('@huggingface/gguf'), 'GGMLQuantizationType' | 'GGMLFileQuantizationType'>;

function describe(
  { metadata, tensorInfos, parameterCount }: GGUFParseOutput & { readonly parameterCount: number },
  { GGMLQuantizationType: tensorTypes, GGMLFileQuantizationType: fileTypes }: Names,
): WeightsHeader {
  const values: Readonly<Record<string, unknown>> = { ...metadata };
  const architecture = readText(values['general.architecture']);
  const storage = rankStorage(
    tensorInfos.map(({ dtype, shape }) => ({
      type: tensorTypes[dtype] ?? `type ${dtype}`,
      parameterCount: shape.reduce((product, length) => product * Number(length), 1),
    })),
  );
  const fileType = readCount(values['general.file_type']);
  return {
    format: 'GGUF',
    architecture,
    parameterCount: parameterCount > 0 ? parameterCount : undefined,
    quantisation: (fileType === undefined ? undefined : fileTypes[fileType]) ?? nameCommonest(storage),
    storage,
    contextLength:
      architecture === undefined ? undefined : readPositive(values[`${architecture}.context_length`]),
    adapter: undefined,
    part: readPart(readCount(values['split.no']), readCount(values['split.count'])),
  };
}

function readPart(place: number | undefined, count: number | undefined): WeightsHeader['part'] {
  const isPart = place !== undefined && count !== undefined && count > 1 && place < count;
  return isPart ? { number: place + 1, count } : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? makeSafeText(value, { limit: 80 }) : undefined;
}

function readCount(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function readPositive(value: unknown): number | undefined {
  const count = readCount(value);
  return count === 0 ? undefined : count;
}
