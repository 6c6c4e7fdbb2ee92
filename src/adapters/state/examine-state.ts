import { stat } from 'node:fs/promises';
import type { Connection } from '../../core/connections/connection.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { examinePaths } from '../files/examine-paths.ts';
import { findErrno } from '../files/file-errors.ts';

/** Rights of others in the bits of a folder: nobody else is to look into it. */
const others = 0o077;

/** Whether this machine can keep what is under way in its folder, and whether anybody else can look into it. Changes nothing. */
export async function examineState(folder: string, login: string): Promise<Connection> {
  const shown = makeSafeText(folder);
  const paths = [{ what: 'the state folder', path: folder, wanted: 'make' }] as const;
  const found = await examinePaths({ name: 'state', place: shown, paths, login });
  if (!(await isOpenToOthers(folder))) return found;
  const open = { what: 'Others on this machine can look into it.', fix: `Close it: chmod 700 ${shown}` };
  const state = found.state === 'ready' ? 'limited' : found.state;
  return { ...found, state, missing: [...found.missing, open] };
}

async function isOpenToOthers(folder: string): Promise<boolean> {
  try {
    return ((await stat(folder)).mode & others) !== 0;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}
