import { UnavailableError } from '../src/core/errors/app-error.ts';

/** The working folder; undefined when it was removed meanwhile, for then the system cannot name it. */
export function findWorkingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** The working folder. @throws UnavailableError file-system-failed when it was removed meanwhile */
export function getWorkingFolder(): string {
  const folder = findWorkingFolder();
  if (folder !== undefined) return folder;
  throw new UnavailableError('file-system-failed', 'The working folder does not exist any more.', {
    hint: 'Change into another folder.',
  });
}
