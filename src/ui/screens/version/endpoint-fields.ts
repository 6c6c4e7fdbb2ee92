import type { EndpointAnswer } from '../../../core/serving/endpoint.ts';
import type { Tone } from '../../components/line.tsx';
import { nameEndpoint } from '../../format/endpoint.ts';
import type { Field } from './field-lines.ts';
import type { ShownState } from './update.ts';

/** What serves the version, or may, and whether it answers; nothing where no registry says so. Pure. */
export function fieldsOfEndpoints({ endpoints }: ShownState): readonly Field[] {
  switch (endpoints.at) {
    case 'not-read':
      return [];
    case 'failed':
      return [['unknown', `They could not be read: ${endpoints.error.message}`, 'bad']];
    case 'asking':
    case 'known': {
      const { answers, problem } = endpoints.found;
      return [
        ...answers.map((answer): Field => describeAnswer(answer, endpoints.at)),
        ...(problem === undefined ? [] : [['unknown', problem, 'warning'] as const]),
      ];
    }
    default:
      return endpoints satisfies never;
  }
}

const tones: Readonly<Record<EndpointAnswer['state'], Tone>> = {
  'not-asked': 'muted',
  answers: 'good',
  'lacks-model': 'warning',
  silent: 'warning',
};

function describeAnswer({ endpoint, state, words }: EndpointAnswer, at: 'asking' | 'known'): Field {
  const unasked = at === 'asking' ? 'being asked' : 'not asked; v asks whether it answers';
  return [endpoint.id, `${nameEndpoint(endpoint)}: ${state === 'not-asked' ? unasked : words}`, tones[state]];
}
