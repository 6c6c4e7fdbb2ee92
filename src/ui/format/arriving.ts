import type { Arriving } from '../../core/registry/version.ts';
import { formatMinute } from './age.ts';
import { formatBytes } from './bytes.ts';
import { formatCount } from './number.ts';

/** What is known of a version that is on its way from the bucket: `On its way from the bucket: 4 files, 1.1 KB, written there …`. Pure. */
export function describeArriving({ fileCount, sizeBytes, writtenAt }: Arriving): string {
  const files = `${formatCount(fileCount, 'file')}, ${formatBytes(sizeBytes)}`;
  return `On its way from the bucket: ${files}, written there ${formatMinute(writtenAt)} UTC.`;
}
