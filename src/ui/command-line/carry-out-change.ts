import { type ChangeRequest, prepareChange } from '../../core/session/prepare-change.ts';
import type { Session } from '../../core/session/session.ts';
import { carryOut, type WriteCall } from './carry-out.ts';
import type { VerbResult } from './verb-result.ts';

/** Plans a change of one model and carries it out, as verbs do that need nothing else. @throws AppError as either */
export async function carryOutChange(
  call: WriteCall,
  session: Session,
  request: ChangeRequest,
): Promise<VerbResult> {
  return await carryOut(call, session, await prepareChange(session, request, call.host.stop));
}
