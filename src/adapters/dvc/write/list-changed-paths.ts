import { listTree } from '../git/git-objects.ts';
import { type ReadEntries, readCommittedHistory, toHistoryRead } from './committed-history.ts';
import { formatEntryTarget } from './own-files.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * The paths that the commits of the last operation on a family changed, from the top on: what may not be in line after it was cut off.
 * None where the family has no history.
 */
export async function listChangedPaths(
  { program }: Pick<DvcWritingContext, 'program'>,
  commit: string,
  family: string,
  known: ReadEntries = new Map(),
): Promise<readonly string[]> {
  const { entries } = toHistoryRead(await readCommittedHistory(program, commit, family, known));
  const last = entries.at(-1)?.entry.operationId;
  const own = entries.filter(({ entry }) => entry.operationId === last);
  const paths: string[] = [];
  for (const { entry } of own) {
    const path = formatEntryTarget(family, entry.generation);
    const [file] = await listTree(program, commit, path);
    if (file !== undefined) paths.push(...(await listPathsOfEntry(program, commit, path)));
  }
  return paths;
}

/** The paths that the commit of one entry changed, from the top on. @param entry path of its file */
export async function listPathsOfEntry(
  program: DvcWritingContext['program'],
  commit: string,
  entry: string,
): Promise<readonly string[]> {
  const { text } = await program.call({
    doing: 'find what a move changed',
    purpose: 'read',
    arguments: ['log', '-1', '--diff-filter=A', '--format=%H', commit, '--', entry],
  });
  const made = text.trim();
  return made === '' ? [] : await listPathsOf(program, made);
}

/** The paths in which two commits differ, from the top on. */
export async function listPathsBetween(
  program: DvcWritingContext['program'],
  from: string,
  to: string,
): Promise<readonly string[]> {
  const { text } = await program.call({
    doing: 'compare two commits',
    purpose: 'read',
    arguments: ['diff-tree', '-r', '-z', '--no-renames', '--name-only', from, to],
  });
  return text.split('\0').filter(path => path !== '');
}

async function listPathsOf(
  program: DvcWritingContext['program'],
  commit: string,
): Promise<readonly string[]> {
  const { text } = await program.call({
    doing: 'find what a move changed',
    purpose: 'read',
    arguments: ['diff-tree', '-r', '-z', '--root', '--no-commit-id', '--no-renames', '--name-only', commit],
  });
  return text.split('\0').filter(path => path !== '');
}
