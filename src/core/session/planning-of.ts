import type { Planning } from '../plan/planning.ts';
import type { LoadedModel } from './load-model.ts';
import type { Session } from './session.ts';

/** What a planner needs, from a session and a model as it was loaded. Each call is a new operation. */
export function planningOf(session: Session, loaded: Pick<LoadedModel, 'index' | 'status'>): Planning {
  return {
    index: loaded.index,
    status: loaded.status,
    reader: session.registry.reader,
    actor: session.actor,
    operationId: session.createId(),
    protection: session.protection,
    secrets: session.secrets,
    now: session.now(),
    behind: session.registry.source?.getCondition().behind,
  };
}
