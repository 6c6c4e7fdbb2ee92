import type { ProjectOptions } from '../../../core/ports/registry.ts';
import { bringFiles } from './bring-files.ts';
import { listPathsOfEntry } from './list-changed-paths.ts';
import { ownFiles } from './own-files.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * After a crash between the branch and the files: brings in what the moves changed of which the index has not even the entry, of every
 * family and however long ago. Nobody but a move writes entries, so nothing of the user's is taken for it; left alone, the next commit of
 * the user would take the entries out of the history.
 * @param head the commit that is checked out
 */
export async function bringLagging(
  context: Pick<DvcWritingContext, 'program' | 'fileSystem' | 'places' | 'createId'>,
  head: string,
  options: Pick<ProjectOptions, 'onStep'> = {},
): Promise<void> {
  const { program } = context;
  const { text } = await program.call({
    doing: 'compare the index with what is committed',
    purpose: 'read',
    arguments: [
      ...['diff-index', '--cached', '--name-only', '--no-renames', '--diff-filter=D', '-z'],
      ...[head, '--', ownFiles.history],
    ],
  });
  const missing = text.split('\0').filter(path => path !== '');
  const paths = new Set<string>();
  for (const entry of missing)
    for (const path of await listPathsOfEntry(program, head, entry)) paths.add(path);
  if (paths.size > 0) await bringFiles(context, head, [...paths], options);
}
