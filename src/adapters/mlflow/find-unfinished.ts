import type { Unfinished } from '../../core/registry/version.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { MlflowVersion } from './entities.ts';

/** Why a version cannot be used, as the server says; undefined for one that is ready. Pure. */
export function findUnfinished({ status, statusMessage }: MlflowVersion): Unfinished | undefined {
  if (status === 'READY') return undefined;
  const told =
    statusMessage === undefined || statusMessage === '' ? '' : `: ${withoutFullStop(statusMessage)}`;
  const problem = `is not ready (${makeSafeText(`${status}${told}`, { limit: 300 })})`;
  return status === 'PENDING_REGISTRATION'
    ? { problem, hint: 'Wait until whoever registers it is done, then look again.' }
    : { problem, hint: 'Register it again as a new version, or look at it in MLflow.' };
}
