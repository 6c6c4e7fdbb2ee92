import type { WeightsReading } from '../../core/weights/weights-header.ts';
import { withRegularFile } from '../files/node-file-system.ts';
import { describeOpenFile } from './open-weights.ts';
import { readGguf } from './read-gguf.ts';
import { readSafetensors } from './read-safetensors.ts';

const magic = 'GGUF';

/**
 * The header of one file. GGUF is known by its first bytes, safetensors by its name: it begins with a number. Rejects with Node's error.
 * @param path of the file itself, no link
 * @param name what it was called, perhaps by a link
 */
export async function readWeightsFile(path: string, name: string): Promise<WeightsReading> {
  return await withRegularFile(path, async (handle, sizeBytes) => {
    const file = describeOpenFile(handle, sizeBytes);
    const start = Buffer.from(await file.readStart(Math.min(magic.length, sizeBytes))).toString('latin1');
    if (start === magic) return await readGguf(file);
    if (/\.gguf$/i.test(name))
      return magic.startsWith(start)
        ? { state: 'truncated', problem: `the file ends inside its header, after ${sizeBytes} bytes` }
        : { state: 'unreadable', problem: 'it does not begin as a GGUF file does' };
    if (/\.safetensors$/i.test(name)) return await readSafetensors(file);
    return { state: 'unreadable', problem: 'it is neither GGUF nor safetensors' };
  });
}
