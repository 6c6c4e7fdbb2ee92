import type { WeightsHeader, WeightsReading } from '../../core/weights/weights-header.ts';
import { describeWeights } from '../format/weights.ts';
import type { VersionDocument } from './json/version.ts';
import { printFields } from './print-table.ts';

type WeightsDocument = VersionDocument['weights'][number];

/** What the headers of a version's weights say, a line for each. Pure. */
export function printWeights({ weights }: Pick<VersionDocument, 'weights'>): readonly string[] {
  const fields = weights.map(each => [each.name, describeWeights(readingOf(each)).words] as const);
  return printFields(fields, '  ');
}

/** The same reading, what is not known left out. */
function readingOf({ state, problem, header }: WeightsDocument): WeightsReading {
  if (state === 'elsewhere') return { state };
  if (state !== 'read' || header === null)
    return { state: state === 'truncated' ? state : 'unreadable', problem: problem ?? '' };
  return { state, header: headerOf(header) };
}

function headerOf(header: NonNullable<WeightsDocument['header']>): WeightsHeader {
  const { format, storage, adapter } = header;
  return {
    format,
    storage,
    architecture: header.architecture ?? undefined,
    parameterCount: header.parameterCount ?? undefined,
    quantisation: header.quantisation ?? undefined,
    contextLength: header.contextLength ?? undefined,
    part: header.part ?? undefined,
    adapter:
      adapter === null
        ? undefined
        : {
            kind: adapter.kind ?? undefined,
            baseModel: adapter.baseModel ?? undefined,
            rank: adapter.rank ?? undefined,
            alpha: adapter.alpha ?? undefined,
          },
  };
}
