import { describe, expect, test } from 'vitest';
import { childPath } from '../../../src/adapters/files/child-path.ts';
import { findErrno, withFileErrors } from '../../../src/adapters/files/file-errors.ts';
import { createErrno } from '../../../src/adapters/files/node-file-system.ts';
import { NotFoundError, UnavailableError } from '../../../src/core/errors/app-error.ts';

async function findFailure(thrown: unknown): Promise<unknown> {
  try {
    return await withFileErrors('write the pointer', '/r/\x1b[2Jlatest', async () => {
      throw thrown;
    });
  } catch (failure) {
    return failure;
  }
}

describe('file errors', () => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'permission-denied'],
    ['EPERM', 'permission-denied'],
    ['EROFS', 'file-system-read-only'],
    ['EIO', 'file-system-failed'],
    ['ESTALE', 'file-system-failed'],
  ])('%s is %s', async (errno, code) => {
    const failure = await findFailure(createErrno(errno, 'said the system'));
    expect(failure).toBeInstanceOf(UnavailableError);
    expect(failure).toMatchObject({ code, data: { errno, path: '/r/^[[2Jlatest' } });
  });

  test('the message says what was being done, why not, and where', async () => {
    expect(await findFailure(createErrno('ENOSPC', ''))).toMatchObject({
      message: 'Cannot write the pointer: no space left on the disk (ENOSPC, /r/^[[2Jlatest).',
    });
  });

  test('other failures come through unchanged', async () => {
    const ours = new NotFoundError('model-not-found', 'No model.');
    const bug = new TypeError('x is not a function');
    expect(await findFailure(ours)).toBe(ours);
    expect(await findFailure(bug)).toBe(bug);
    expect(findErrno(Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeUndefined();
  });

  test('a name becomes a path only directly below its folder', () => {
    expect(childPath('/r', 'frontshift-rag_v7')).toBe('/r/frontshift-rag_v7');
    for (const name of ['..', '.', '', 'a/b', '/etc', 'a\0', '.lastgood']) {
      expect(() => childPath('/r', name)).toThrow(expect.objectContaining({ code: 'invalid-name' }));
    }
  });
});
