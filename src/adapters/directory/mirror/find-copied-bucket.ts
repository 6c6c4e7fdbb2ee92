import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { readJsonObject } from '../../files/read-json.ts';
import { lastgoodName } from '../layout.ts';

/** Name of the file in which a copy says of which bucket it is. */
export const mirrorFileName = 'mirror.json';

/** Address of the bucket that a folder is the local copy of, safe to show; undefined for a folder that is none. Never throws for what it finds. */
export async function findCopiedBucket(fileSystem: FileSystem, root: string): Promise<string | undefined> {
  const reading = await readJsonObject(fileSystem, join(root, lastgoodName, mirrorFileName));
  const url = reading.ok ? reading.value['url'] : undefined;
  return typeof url === 'string' && url !== '' ? makeSafeText(url, { limit: 200 }) : undefined;
}
