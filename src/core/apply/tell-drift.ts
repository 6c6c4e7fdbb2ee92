import { toAppError } from '../errors/app-error.ts';
import { describeDrift } from '../events/describe-drift.ts';
import { judgeModels } from '../registry/model-status.ts';
import { type TellingEnvironment, tellEvents } from './tell-events.ts';

/**
 * Tells of every pointer that another program moved, once for each place it was found in. Never throws for a foreseen failure.
 * @param actor who looked
 * @returns as {@link tellEvents}
 */
export async function tellDrift(
  environment: TellingEnvironment & { readonly actor: string },
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { registry, now, sha256, telling, actor } = environment;
  if (telling === undefined) return [];
  try {
    const index = await registry.reader.loadIndex({ signal });
    const facts = { registry: registry.reader.identity, now: now(), actor, sha256 };
    const events = judgeModels(index, sha256).flatMap(status => describeDrift(status, facts));
    return await tellEvents(telling, events, sha256);
  } catch (thrown) {
    return [`Of what was moved outside nothing is told: ${toAppError(thrown).message}`];
  }
}
