import type { Version } from '../registry/version.ts';
import type { WeightsReading } from '../weights/weights-header.ts';
import type { Session } from './session.ts';

/** A file or folder of weights that a version names, and what its header says. */
export type VersionWeights = { readonly name: string; readonly reading: WeightsReading };

/** Reads the headers of all weights of a version, in the order recorded; what is wrong with one is in its reading. */
export async function loadWeights(
  { registry, weights }: Pick<Session, 'registry' | 'weights'>,
  version: Version,
): Promise<readonly VersionWeights[]> {
  if (version.whole !== 'complete') return [];
  const named = version.record.artifacts.filter(({ role }) => role === 'weights');
  return await Promise.all(
    named.map(async ({ name }) => {
      const path = registry.reader.placeWeights(name);
      return { name, reading: path === undefined ? { state: 'elsewhere' } : await weights.readHeader(path) };
    }),
  );
}
