import { posix } from 'node:path';
import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Reading } from '../files/read-json.ts';
import { type DvcOutput, md5Form } from './dvc-output.ts';
import { countOf, isMapping, memberOf } from './yaml-fields.ts';

/**
 * One entry of `outs` or `deps`: its digest, size, number of files and path. `problem` follows the name of the file. Pure.
 * @param folder what the path is taken from, from the top of the tree on
 */
export function parseOutput(value: Json, folder: string): Reading<DvcOutput> {
  if (!isMapping(value)) return refuse('an output in it is no mapping');
  const path = memberOf(value, 'path');
  if (typeof path !== 'string' || path === '') return refuse('an output in it has no path');
  const shown = makeSafeText(path, { limit: 120 });
  const md5 = memberOf(value, 'md5');
  if (md5 === undefined || md5 === null) return refuse(`its output ${shown} has no md5`);
  if (typeof md5 !== 'string' || !md5Form.test(md5.toLowerCase())) {
    const said = makeSafeText(JSON.stringify(md5), { limit: 60 });
    return refuse(`the md5 of its output ${shown} is ${said}, which is none`);
  }
  const hash = memberOf(value, 'hash');
  return {
    ok: true,
    value: {
      md5: md5.toLowerCase(),
      sizeBytes: countOf(memberOf(value, 'size')),
      fileCount: countOf(memberOf(value, 'nfiles')),
      hash: typeof hash === 'string' && hash !== '' ? hash : undefined,
      path: joinPath(folder, path),
    },
  };
}

/**
 * A path of DVC from the top of the tree on. DVC writes `/` on Windows too; by hand people write what they are used to. What names
 * another disk or begins at a root stays as it is. Pure.
 */
export function joinPath(folder: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed)) return slashed;
  return posix.normalize(posix.join(folder, slashed)).replace(/\/$/, '');
}

/** Whether a path stays inside the tree. Pure. */
export function isInTree(path: string): boolean {
  return (
    path !== '' &&
    path !== '..' &&
    !path.startsWith('../') &&
    !path.startsWith('/') &&
    !/^[A-Za-z]:/.test(path)
  );
}

function refuse(problem: string): Reading<never> {
  return { ok: false, fault: 'malformed', problem };
}
