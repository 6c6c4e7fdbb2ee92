import { createRunLog } from '../src/adapters/mlflow/run-log.ts';
import { InvalidInputError } from '../src/core/errors/app-error.ts';
import type { RunLog } from '../src/core/ports/run-log.ts';
import { hideSecrets } from '../src/core/settings/server-address.ts';
import { parseTrackingUri } from '../src/core/settings/tracking-uri.ts';
import type { OutsideAccess } from './compose.ts';
import { openServer } from './open-mlflow.ts';

/** A tracking server, and where it was named. */
export type TrackingServer = { readonly url: string; readonly said: string };

/**
 * The runs of an MLflow server, which is not asked yet.
 * @throws InvalidInputError capability-missing for a folder; registry-kind-unknown, usage for what is no address
 */
export async function openRunLog(
  { url, said }: TrackingServer,
  access: Omit<OutsideAccess, 'purpose'>,
): Promise<RunLog> {
  const place = parseTrackingUri(url, said);
  if (place.at === 'server') {
    const { client } = await openServer({ ...place.address, said }, { ...access, purpose: 'to-change' });
    return createRunLog(client);
  }
  const shown = hideSecrets(url);
  const message = `${said}: runs are logged on a server only, not in ${shown}.`;
  throw new InvalidInputError('capability-missing', message, {
    hint: `Start one on it: mlflow server --backend-store-uri ${shown}. Then name its address.`,
    data: { place: shown },
  });
}
