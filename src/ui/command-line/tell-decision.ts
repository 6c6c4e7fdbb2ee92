import { tellEvents } from '../../core/apply/tell-events.ts';
import type { DeploymentRecord } from '../../core/decision/deployment-record.ts';
import { describeDecision } from '../../core/events/describe-decision.ts';
import type { Session } from '../../core/session/session.ts';
import type { Host } from './host.ts';
import { warn } from './speak.ts';
import { tellOthersAtTheEnd } from './tell-others.ts';

/** Tells others what was decided about a candidate. Never fails: what could not be kept is a warning. */
export async function tellDecision(host: Host, session: Session, record: DeploymentRecord): Promise<void> {
  const { telling, sha256, actor, registry } = session;
  const event = describeDecision(record, { registry: registry.reader.identity, actor });
  if (event === undefined) return;
  for (const notice of await tellEvents(telling, [event], sha256)) warn(host, notice);
  tellOthersAtTheEnd(host, session);
}
