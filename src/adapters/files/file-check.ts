import { UnavailableError } from '../../core/errors/app-error.ts';
import type { FileCheck } from '../../core/ports/registry.ts';
import { describeErrno, findErrno } from './file-errors.ts';

/** A digest held against the recorded one. Pure. */
export function compareDigests(name: string, recorded: string, found: string): FileCheck {
  if (recorded === found) return { name, outcome: 'verified', detail: `sha256 ${found.slice(0, 12)}` };
  return {
    name,
    outcome: 'differs',
    detail: `recorded ${recorded.slice(0, 12)}, found ${found.slice(0, 12)}`,
  };
}

/** A file that could not be hashed, as a check. What is no failure of the file system is thrown on. Pure. */
export function describeFailure(
  name: string,
  thrown: unknown,
  whenAbsent: 'missing' | 'elsewhere',
): FileCheck {
  const errno = thrown instanceof UnavailableError ? String(thrown.data['errno']) : findErrno(thrown);
  if (errno === undefined) throw thrown;
  if (errno === 'ENOENT' || errno === 'ENOTDIR') {
    return {
      name,
      outcome: whenAbsent,
      detail: whenAbsent === 'missing' ? 'it is not there' : 'not on this machine',
    };
  }
  return { name, outcome: 'unreadable', detail: describeErrno(errno) };
}
