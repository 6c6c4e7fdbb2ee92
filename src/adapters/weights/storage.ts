import type { WeightsHeader } from '../../core/weights/weights-header.ts';

type Storage = WeightsHeader['storage'];

/** Adds up the parameters of each way they are stored in, most first; what holds none is left out. Pure. */
export function rankStorage(tensors: Storage): Storage {
  const counts = new Map<string, number>();
  for (const { type, parameterCount } of tensors) counts.set(type, (counts.get(type) ?? 0) + parameterCount);
  return [...counts]
    .filter(([, parameterCount]) => parameterCount > 0)
    .map(([type, parameterCount]) => ({ type, parameterCount }))
    .sort((one, other) => other.parameterCount - one.parameterCount);
}

/** The way most of the parameters are stored; undefined where there are none. Pure. */
export function nameCommonest([first]: Storage): string | undefined {
  return first?.type;
}
