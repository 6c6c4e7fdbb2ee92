import type { WrittenNumber } from '../../core/publish/number-texts.ts';
import { type LosslessJson, parseLosslessJson } from '../files/lossless-json.ts';

/** The numbers of a JSON text as they are written, each with the key it stands at; none where it is no JSON. Pure. */
export function listNumbers(bytes: Uint8Array): readonly WrittenNumber[] {
  const reading = parseLosslessJson(bytes);
  return reading.ok ? listBelow(reading.value) : [];
}

function listBelow(value: LosslessJson): readonly WrittenNumber[] {
  if (value.is === 'array') return value.items.flatMap(listBelow);
  if (value.is !== 'object') return [];
  return value.members.flatMap(({ key, value: member }) =>
    member.is === 'scalar' && /^-?\d/.test(member.source)
      ? [{ key, text: member.source }]
      : listBelow(member),
  );
}
