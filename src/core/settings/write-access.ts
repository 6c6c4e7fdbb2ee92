import type { WriteAccess } from '../apply/apply-environment.ts';
import type { RegistryPlace } from './judge-place.ts';
import type { Settings } from './settings.ts';

/** Whether a registry may be written under the settings in force. A bucket or server that is not asked cannot be, nor the local copy of one by itself. Pure. */
export function judgeWriteAccess(
  { writes, offlineBecause }: Pick<Settings, 'writes' | 'offlineBecause'>,
  { bucket, server, copyOf }: Pick<RegistryPlace, 'bucket' | 'server' | 'copyOf'>,
): WriteAccess {
  if (writes.access === 'write' && copyOf !== undefined) {
    const because = `this folder is the local copy of ${copyOf}, and what is written here nobody else would see`;
    return { access: 'read-only', because, refusal: { code: 'read-only', hint: hintToBucket(copyOf) } };
  }
  const place = bucket === undefined ? (server === undefined ? undefined : 'server') : 'bucket';
  if (writes.access === 'read-only' || place === undefined || offlineBecause === undefined) return writes;
  const because = `the ${place} is not asked, because ${offlineBecause}`;
  return { access: 'read-only', because, refusal: { code: 'offline', hint: offlineHint } };
}

function hintToBucket(url: string): string {
  return `Write to the bucket: --registry ${url}.`;
}

/** What to do about a refusal of code `offline`. */
const offlineHint = 'Leave out --offline, or change the setting offline.';
