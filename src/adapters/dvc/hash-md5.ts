import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { withRegularFile } from '../files/node-file-system.ts';

const bufferBytes = 1024 * 1024;

/** How a digest is followed and stopped. */
export type Md5Options = {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes read since the last call. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
};

/**
 * MD5 of a regular file in hex, which is what DVC calls an output by; links are followed, since DVC may link into its cache. Rejects with
 * Node's error, and with the signal's reason when it is aborted.
 * @see https://dvc.org/doc/user-guide/project-structure/internal-files
 */
export async function hashMd5(path: string, { signal, onBytes }: Md5Options = {}): Promise<string> {
  signal?.throwIfAborted();
  return await withRegularFile(await realpath(path), async handle => {
    const digest = createHash('md5');
    const buffer = Buffer.allocUnsafe(bufferBytes);
    for (let place = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, bufferBytes, place);
      signal?.throwIfAborted();
      if (bytesRead === 0) return digest.digest('hex');
      place += bytesRead;
      digest.update(buffer.subarray(0, bytesRead));
      onBytes?.(bytesRead);
    }
  });
}
