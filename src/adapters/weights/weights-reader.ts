import { stat } from 'node:fs/promises';
import type { WeightsReader } from '../../core/ports/weights-reader.ts';
import type { WeightsReading } from '../../core/weights/weights-header.ts';
import { describeErrno, findErrno } from '../files/file-errors.ts';
import { followWeights } from '../files/weights-path.ts';
import { readTimeLimitMs } from './limits.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { readWeightsFolder } from './read-weights-folder.ts';
import { withinTime } from './within-time.ts';

const late: WeightsReading = {
  state: 'unreadable',
  problem: `it took longer than ${readTimeLimitMs / 1000} seconds`,
};

/** Reads headers of weights from this machine's files. */
export function createWeightsReader(): WeightsReader {
  return { readHeader: path => withinTime(readHeader(path), readTimeLimitMs, late) };
}

async function readHeader(path: string): Promise<WeightsReading> {
  try {
    const real = await followWeights(path);
    return (await stat(real)).isDirectory()
      ? await readWeightsFolder(real)
      : await readWeightsFile(real, path);
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return { state: 'elsewhere' };
    return { state: 'unreadable', problem: `${describeErrno(errno)} (${errno})` };
  }
}
