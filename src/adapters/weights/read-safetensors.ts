import type { Json } from '../../core/history/canonical-json.ts';
import type { WeightsHeader, WeightsReading } from '../../core/weights/weights-header.ts';
import { parseUnambiguousJson } from '../files/parse-unambiguous-json.ts';
import type { JsonObject } from '../files/read-json.ts';
import { DamagedHeader } from './damaged-header.ts';
import { safetensorsHeaderLimitBytes } from './limits.ts';
import type { OpenWeights } from './open-weights.ts';
import { nameCommonest, rankStorage } from './storage.ts';

/** Bytes before the header: its length. */
const lengthBytes = 8;

/** Bits of a number, by the name of its type. @see https://github.com/huggingface/safetensors Dtype */
const typeBits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, BOOL: 8, U8: 8, I8: 8, F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8 },
    ...{ I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32, I64: 64, U64: 64, F64: 64, C64: 64 },
  }),
);

/** The header of a safetensors file: how many numbers its tensors hold, and of which types. It names no architecture. */
export async function readSafetensors(file: OpenWeights): Promise<WeightsReading> {
  const { sizeBytes } = file;
  const start = await file.readStart(Math.min(lengthBytes, sizeBytes));
  if (start.length < lengthBytes) return describeTruncated(sizeBytes);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > safetensorsHeaderLimitBytes)
    return { state: 'unreadable', problem: `it says that its header has ${length} bytes` };
  const dataStart = lengthBytes + Number(length);
  if (dataStart > sizeBytes) return describeTruncated(sizeBytes);
  const bytes = await file.readStart(dataStart);
  if (bytes.length < dataStart) return describeTruncated(bytes.length);
  const reading = parseUnambiguousJson(bytes.subarray(lengthBytes));
  if (!reading.ok) return { state: 'unreadable', problem: `its header is ${reading.problem}` };
  try {
    return describeTensors(reading.value, sizeBytes - dataStart);
  } catch (thrown) {
    if (thrown instanceof DamagedHeader) return { state: 'unreadable', problem: thrown.problem };
    throw thrown;
  }
}

function describeTruncated(bytes: number): WeightsReading {
  return { state: 'truncated', problem: `the file ends inside its header, after ${bytes} bytes` };
}

type Tensor = {
  readonly type: string;
  readonly parameterCount: number;
  readonly begin: number;
  readonly end: number;
};

function describeTensors(header: Json, dataBytes: number): WeightsReading {
  const tensors = Object.entries(objectOf(header, 'its header'))
    .filter(([name]) => name !== '__metadata__')
    .map(([, tensor]) => readTensor(tensor))
    .sort((one, other) => one.begin - other.begin || one.end - other.end);
  let end = 0;
  for (const tensor of tensors) {
    if (tensor.begin !== end) throw new DamagedHeader('its tensors do not lie one behind the other');
    end = tensor.end;
  }
  if (end > dataBytes)
    return { state: 'truncated', problem: `its tensors need ${end} bytes, and the file has ${dataBytes}` };
  if (end < dataBytes) throw new DamagedHeader(`${dataBytes - end} bytes behind its tensors belong to none`);
  const storage = rankStorage(tensors);
  const parameterCount = storage.reduce((sum, each) => sum + each.parameterCount, 0);
  const none = { architecture: undefined, contextLength: undefined, adapter: undefined, part: undefined };
  const described: WeightsHeader = {
    ...{ format: 'safetensors', ...none, storage, quantisation: nameCommonest(storage) },
    parameterCount: parameterCount > 0 ? parameterCount : undefined,
  };
  return { state: 'read', header: described };
}

function readTensor(value: Json): Tensor {
  const { dtype, shape, data_offsets: offsets } = objectOf(value, 'a tensor');
  const bits = typeof dtype === 'string' ? typeBits.get(dtype) : undefined;
  if (typeof dtype !== 'string' || bits === undefined)
    throw new DamagedHeader('a tensor is of a type that safetensors does not have');
  const [begin, end, ...others] = readCounts(offsets, 'the place of a tensor');
  if (begin === undefined || end === undefined || others.length > 0 || begin > end)
    throw new DamagedHeader('the place of a tensor is none');
  const parameterCount = readCounts(shape, 'the shape of a tensor').reduce((all, each) => all * each, 1);
  if (parameterCount * bits !== (end - begin) * 8)
    throw new DamagedHeader('a tensor does not fill its place');
  return { type: dtype, parameterCount, begin, end };
}

function readCounts(value: Json | undefined, what: string): readonly number[] {
  const isCount = (each: Json): each is number =>
    typeof each === 'number' && Number.isSafeInteger(each) && each >= 0;
  if (Array.isArray(value) && value.every(isCount)) return value;
  throw new DamagedHeader(`${what} is no list of whole numbers`);
}

function objectOf(value: Json, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new DamagedHeader(`${what} is no object`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
