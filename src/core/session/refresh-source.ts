import { BugError, toAppError, UnavailableError } from '../errors/app-error.ts';
import type { Mirror } from '../ports/mirror.ts';
import type { RefreshOptions } from '../ports/source.ts';
import type { Session } from './session.ts';
import { findSource, type SourceFacts } from './source-facts.ts';

/**
 * Reads bucket or server and answers with what is known of it then. That it cannot be reached is an answer, in `condition.problem`:
 * what was read before is there all the same.
 * @throws the signal's reason; BugError where nothing is outside
 */
export async function refreshSource({ registry }: Session, options?: RefreshOptions): Promise<SourceFacts> {
  const { place } = registry.reader.identity;
  const source = registry.source ?? refuseNothing(place);
  try {
    await source.refresh(options);
    return findSource(registry) ?? refuseNothing(place);
  } catch (thrown) {
    if (options?.signal?.aborted || !(thrown instanceof UnavailableError)) throw thrown;
    const { code, message, hint } = toAppError(thrown);
    return addProblem(findSource(registry) ?? refuseNothing(place), { code, message, hint });
  }
}

/** The mirror of the session's registry. @throws BugError where there is none: nobody may ask then */
export function getMirror({ registry }: Session): Mirror {
  return registry.mirror?.reader ?? refuseNothing(registry.reader.identity.place);
}

function addProblem(facts: SourceFacts, problem: SourceFacts['condition']['problem']): SourceFacts {
  return facts.at === 'bucket'
    ? { at: 'bucket', condition: { ...facts.condition, problem } }
    : { at: facts.at, condition: { ...facts.condition, problem } };
}

function refuseNothing(place: string): never {
  throw new BugError('internal-bug', `Nothing outside is behind ${place}.`);
}
