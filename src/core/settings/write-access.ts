import type { WriteAccess } from '../apply/apply-environment.ts';
import type { RegistryPlace } from './judge-place.ts';
import type { Settings } from './settings.ts';

/** Whether a registry may be written under the settings in force. A bucket that is not asked cannot be. Pure. */
export function judgeWriteAccess(
  { writes, offlineBecause }: Pick<Settings, 'writes' | 'offlineBecause'>,
  { bucket }: Pick<RegistryPlace, 'bucket'>,
): WriteAccess {
  if (writes.access === 'read-only' || bucket === undefined || offlineBecause === undefined) return writes;
  const because = `the bucket is not asked, because ${offlineBecause}`;
  return { access: 'read-only', because, refusal: { code: 'offline', hint: offlineHint } };
}

/** What to do about a refusal of code `offline`. */
const offlineHint = 'Leave out --offline, or change the setting offline.';
