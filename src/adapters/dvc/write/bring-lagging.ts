import { bringFiles } from './bring-files.ts';
import { listCommittedModels } from './committed-history.ts';
import { listChangedPaths } from './list-changed-paths.ts';
import { ownFiles } from './own-files.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * After a crash between the branch and the files: brings in what the last operation of each family changed, where the index has not even
 * its entry. Nobody but a move writes entries, so nothing of the user's is taken for it.
 * @param head the commit that is checked out
 */
export async function bringLagging(
  context: Pick<DvcWritingContext, 'program' | 'fileSystem' | 'places' | 'createId'>,
  head: string,
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
  if (missing.length === 0) return;
  for (const model of await listCommittedModels(program, head)) {
    const paths = await listChangedPaths(context, head, model);
    if (paths.some(path => missing.includes(path))) await bringFiles(context, head, paths);
  }
}
