import type { WeightsHeader, WeightsReading } from '../../core/weights/weights-header.ts';
import { formatRatio } from './number.ts';

/** What the header of weights says, or why it says nothing: one line of words, and how good that is. Pure. */
export function describeWeights(reading: WeightsReading): {
  readonly words: string;
  readonly tone: 'plain' | 'muted' | 'warning' | 'bad';
} {
  switch (reading.state) {
    case 'read':
      return { words: describeHeader(reading.header), tone: 'plain' };
    case 'truncated':
      return { words: `TRUNCATED: ${reading.problem}`, tone: 'bad' };
    case 'unreadable':
      return { words: `cannot read its header: ${reading.problem}`, tone: 'warning' };
    case 'elsewhere':
      return { words: 'not on this machine', tone: 'muted' };
    default:
      return reading satisfies never;
  }
}

function describeHeader(header: WeightsHeader): string {
  const { format, architecture, parameterCount, contextLength, adapter, part } = header;
  const parts: readonly (string | undefined)[] = [
    part === undefined ? format : `${format}, part ${part.number} of ${part.count}`,
    architecture,
    parameterCount === undefined ? 'no parameters' : `${formatLargeCount(parameterCount)} parameters`,
    describeStorage(header),
    contextLength === undefined ? undefined : `context ${formatGrouped(contextLength)} tokens`,
    adapter === undefined ? undefined : describeAdapter(adapter),
  ];
  return parts.filter(words => words !== undefined).join(', ');
}

/** Kinds of storage that are named beside the quantisation. */
const namedKinds = 3;

function describeStorage({ quantisation, storage }: WeightsHeader): string | undefined {
  if (quantisation === undefined) return undefined;
  const all = storage.reduce((sum, each) => sum + each.parameterCount, 0);
  const [first, ...others] = storage.slice(0, namedKinds);
  if (first === undefined || (others.length === 0 && first.type === quantisation)) return quantisation;
  const shares = [first, ...others].map(
    ({ type, parameterCount }) => `${type} ${formatRatio(parameterCount / all)}`,
  );
  return `${quantisation} (${shares.join(', ')})`;
}

function describeAdapter({ kind, baseModel, rank, alpha }: NonNullable<WeightsHeader['adapter']>): string {
  const numbers = [
    ...(rank === undefined ? [] : [`rank ${rank}`]),
    ...(alpha === undefined ? [] : [`alpha ${alpha}`]),
  ];
  const words = [kind ?? 'adapter', ...numbers].join(' ');
  return baseModel === undefined ? words : `${words} over ${baseModel}`;
}

/** A count in the words of the field: `7.62 B`, `124 M`, `8,192`. Pure. */
export function formatLargeCount(count: number): string {
  if (count >= 1e12) return `${Number((count / 1e12).toPrecision(3))} T`;
  if (count >= 1e9) return `${Number((count / 1e9).toPrecision(3))} B`;
  if (count >= 1e6) return `${Number((count / 1e6).toPrecision(3))} M`;
  return formatGrouped(count);
}

function formatGrouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
