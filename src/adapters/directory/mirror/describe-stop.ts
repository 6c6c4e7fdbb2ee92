import { ConflictError } from '../../../core/errors/app-error.ts';

/**
 * Something that was stopped between two of its files. What came over whole stays, and is not carried again. Pure.
 * @param there how many of `all` files the other side has
 */
export function describeStop(there: number, all: number, carried: 'sent' | 'brought'): ConflictError {
  const message = `Stopped on request; ${there} of ${all} files are there and are not ${carried} again.`;
  return new ConflictError('partly-done', message, { data: { there, all } });
}
