import { describeWeights } from '../../format/weights.ts';
import type { Field } from './field-lines.ts';
import type { ShownState } from './update.ts';

/** What the headers of the version's weights say; nothing where it names none. Pure. */
export function fieldsOfWeights({ found, weights }: ShownState): readonly Field[] {
  const named =
    found.whole === 'complete' ? found.record.artifacts.filter(({ role }) => role === 'weights') : [];
  switch (weights.at) {
    case 'reading':
      return named.map(({ name }): Field => [nameOfFile(name), 'being read', 'muted']);
    case 'failed':
      return named.length === 0
        ? []
        : [['unknown', `They could not be read: ${weights.error.message}`, 'bad']];
    case 'known':
      return weights.headers.map(({ name, reading }): Field => {
        const { words, tone } = describeWeights(reading);
        return [nameOfFile(name), words, tone];
      });
    default:
      return weights satisfies never;
  }
}

/** The last part of a path: the whole of it stands among the artifacts. */
function nameOfFile(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || path;
}
