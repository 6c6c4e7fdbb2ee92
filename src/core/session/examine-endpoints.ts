import type { Finding } from '../diagnosis/finding.ts';
import type { EndpointAnswer } from '../serving/endpoint.ts';
import type { Session } from './session.ts';

/**
 * Whether what serves the models of a registry answers: a note for each, since nothing here can be repaired and nothing stands in the way
 * of a move. Asks the network, for two seconds at most; nothing where a registry names no endpoints.
 */
export async function examineEndpoints(
  { registry }: Pick<Session, 'registry'>,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const found = await registry.serving?.askEndpoints({}, { signal });
  if (found === undefined) return [];
  const { answers, problem } = found;
  return [
    ...(problem === undefined ? [] : [noteProblem(problem)]),
    ...answers.map(({ endpoint, state, words }) => ({
      subject: `endpoint ${endpoint.id}`,
      state: 'note' as const,
      message: `${endpoint.url ?? 'it'} ${words}.`,
      hint: hints[state],
    })),
  ];
}

const hints: Readonly<Record<EndpointAnswer['state'], string>> = {
  'not-asked': '',
  answers: '',
  'lacks-model': 'Create the model there, or correct its ollama_name in the file.',
  silent: 'Start its container, or correct its url in the file.',
};

function noteProblem(problem: string): Finding {
  return {
    subject: 'endpoints',
    state: 'note',
    message: `${problem}.`,
    hint: 'Put the file right; until then no endpoint is known.',
  };
}
