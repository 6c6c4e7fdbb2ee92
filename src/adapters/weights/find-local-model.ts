import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSafeText } from '../../core/text/safe-text.ts';
import {
  isWeightsName,
  judgeModelFolder,
  type LocalModel,
  type ModelFile,
} from '../../core/weights/local-model.ts';
import { describeErrno, findErrno } from '../files/file-errors.ts';

/** Most files of a folder that are looked at. */
const fileLimit = 10_000;

/**
 * A model on this machine that a server could load, or why what stands at the path is none. Nothing of it is read but names and sizes.
 * @param path absolute; links are followed
 */
export async function findLocalModel(path: string): Promise<LocalModel> {
  try {
    const facts = await stat(path);
    if (facts.isFile()) return judgeFile(path, facts.size);
    if (!facts.isDirectory()) return { ok: false, problem: 'it is neither a folder nor a file' };
    const judged = judgeModelFolder(await listFiles(path));
    return judged.ok ? { ok: true, path, what: makeSafeText(judged.what, { limit: 128 }) } : judged;
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    return { ok: false, problem: describeErrno(errno) };
  }
}

function judgeFile(path: string, sizeBytes: number): LocalModel {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!isWeightsName(name)) return { ok: false, problem: 'it is a file that is no weights' };
  if (sizeBytes === 0) return { ok: false, problem: 'it is empty' };
  return { ok: true, path, what: makeSafeText(name, { limit: 128 }) };
}

async function listFiles(folder: string): Promise<readonly ModelFile[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).slice(0, fileLimit).filter(couldMatter);
  const files = await Promise.all(
    entries.map(async ({ name }) => {
      const facts = await stat(join(folder, name)).catch(() => undefined);
      return facts?.isFile() ? [{ name, sizeBytes: facts.size }] : [];
    }),
  );
  return files.flat();
}

/** What has another name says nothing, and a data set may lie beside a model. */
function couldMatter({ name }: Dirent): boolean {
  return name === 'MLmodel' || isWeightsName(name);
}
